import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import type { RuleMoves } from '../../../src-shared/domain/rule-order.ts';
import {
  ArrowDown20Regular,
  ArrowUp20Regular,
  Dismiss20Regular,
  Edit20Regular,
} from '../../components/icons.ts';
import { exclusionScope, exclusionText } from './exclusion-text.ts';

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXXS} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  // Wide enough for either word, so that the paths stand in one line.
  badge: { flexShrink: 0, width: '84px' },
  text: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  path: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  buttons: { display: 'flex', flexShrink: 0 },
});

/** What a rule leaves out or keeps at present. */
export type RuleSize = NonNullable<Estimate['rules']>[number];

/** What can be done with a rule; also finds the button that gets the focus afterwards. */
export type RuleAction = 'moveUp' | 'moveDown' | 'change';

export interface ExclusionRowProps {
  readonly exclusion: Exclusion;
  /** Undefined while it is counted. */
  readonly size: RuleSize | undefined;
  /** Undefined where the order of rules changes nothing. */
  readonly moves: RuleMoves | undefined;
  /** True while a rule is being typed: one thing at a time. */
  readonly isLocked: boolean;
  readonly onMove: (action: 'moveUp' | 'moveDown', to: number) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** A rule of the list: what it does, its path and scope, what it amounts to, and what can be done with it. */
export function ExclusionRow(props: ExclusionRowProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { exclusion, size, moves, isLocked, onMove } = props;
  const { path } = exclusion;
  const rule = exclusionText(t, exclusion);
  const keeps = exclusion.effect === 'keep';
  const button = (
    action: RuleAction,
    icon: ReactElement,
    label: string,
    onClick: (() => void) | undefined,
  ) => (
    <Button
      size="small"
      appearance="subtle"
      data-action={action}
      icon={icon}
      aria-label={label}
      disabledFocusable={isLocked || onClick === undefined}
      onClick={onClick}
    />
  );
  const move = (action: 'moveUp' | 'moveDown', to: number | undefined) =>
    to === undefined ? undefined : () => onMove(action, to);
  return (
    <li className={styles.row}>
      <Badge className={styles.badge} appearance="tint" color={keeps ? 'success' : 'informative'}>
        {t(keeps ? 'initiate.exclusions.keep' : 'initiate.exclusions.leaveOut')}
      </Badge>
      <div className={styles.text}>
        <Text className={styles.path} size={200}>
          {path}
        </Text>
        <Text size={200} className={styles.quiet}>
          {exclusionScope(t, exclusion)}
        </Text>
        {size === undefined ? null : (
          <Text size={200} className={styles.quiet}>
            {size.files === 0
              ? t('initiate.exclusions.nothingNow')
              : t('initiate.exclusions.left', { count: size.files, bytes: size.bytes })}
          </Text>
        )}
      </div>
      <div className={styles.buttons}>
        {moves === undefined ? null : (
          <>
            {button(
              'moveUp',
              <ArrowUp20Regular />,
              t('initiate.exclusions.moveUp', { rule }),
              move('moveUp', moves.up),
            )}
            {button(
              'moveDown',
              <ArrowDown20Regular />,
              t('initiate.exclusions.moveDown', { rule }),
              move('moveDown', moves.down),
            )}
          </>
        )}
        {button('change', <Edit20Regular />, t('initiate.exclusions.change', { rule }), props.onEdit)}
        <Button
          size="small"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={t(keeps ? 'initiate.exclusions.removeKeep' : 'initiate.exclusions.remove', { path })}
          disabledFocusable={isLocked}
          onClick={props.onRemove}
        />
      </div>
    </li>
  );
}
