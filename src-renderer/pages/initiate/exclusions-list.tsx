import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { Add20Regular, Dismiss20Regular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { useFocusReturn } from '../../components/use-focus-return.ts';
import { ExclusionForm } from './exclusion-form.tsx';
import { exclusionScope } from './exclusion-text.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
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
});

/** What a rule leaves out or keeps at present. */
type RuleSize = NonNullable<Estimate['rules']>[number];

function ExclusionRow(props: {
  readonly exclusion: Exclusion;
  readonly size: RuleSize | undefined;
  readonly onRemove: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { exclusion, size } = props;
  const { path } = exclusion;
  const keeps = exclusion.effect === 'keep';
  const sizeText =
    size === undefined || size.files === 0
      ? t('initiate.exclusions.nothingNow')
      : t('initiate.exclusions.left', { count: size.files, bytes: size.bytes });
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
            {sizeText}
          </Text>
        )}
      </div>
      <Button
        size="small"
        appearance="subtle"
        icon={<Dismiss20Regular />}
        aria-label={t(keeps ? 'initiate.exclusions.removeKeep' : 'initiate.exclusions.remove', { path })}
        onClick={props.onRemove}
      />
    </li>
  );
}

/** A key for each rule: what it says, and which of those that say the same. */
function keysOf(exclusions: readonly Exclusion[]): readonly string[] {
  const texts = exclusions.map((exclusion) => JSON.stringify(exclusion));
  return texts.map(
    (text, index) => `${texts.slice(0, index).filter((each) => each === text).length}:${text}`,
  );
}

/** What is left out and what is kept of it, each with its scope and what it amounts to; more can be added. */
export function ExclusionsList(props: {
  readonly exclusions: readonly Exclusion[];
  /** Figures per rule; undefined while they are counted. */
  readonly sizes: readonly RuleSize[] | undefined;
  readonly onChange: (exclusions: readonly Exclusion[]) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { exclusions } = props;
  const [adding, setAdding] = useState<'leaveOut' | 'keep' | undefined>();
  useFocusReturn(adding !== undefined);
  const keys = keysOf(exclusions);
  const keepsSome = exclusions.some(({ effect }) => effect === 'keep');
  const addButton = (effect: 'leaveOut' | 'keep', words: string) => (
    <Button
      size="small"
      icon={<Add20Regular />}
      disabledFocusable={adding !== undefined}
      onClick={() => setAdding(effect)}
    >
      {words}
    </Button>
  );
  return (
    <Section
      title={t('initiate.exclusions.title', { count: exclusions.length })}
      text={keepsSome ? t('initiate.exclusions.order') : undefined}
      actions={
        <>
          {addButton('leaveOut', t('initiate.exclusions.add'))}
          {exclusions.length === 0 ? null : addButton('keep', t('initiate.exclusions.addKeep'))}
        </>
      }
    >
      {exclusions.length === 0 ? (
        <Text className={styles.quiet}>{t('initiate.exclusions.none')}</Text>
      ) : (
        <ul className={styles.list}>
          {exclusions.map((exclusion, index) => (
            <ExclusionRow
              key={keys[index]}
              exclusion={exclusion}
              size={props.sizes?.[index]}
              onRemove={() => props.onChange(exclusions.filter((each) => each !== exclusion))}
            />
          ))}
        </ul>
      )}
      {adding === undefined ? null : (
        <ExclusionForm
          key={adding}
          effect={adding}
          onCancel={() => setAdding(undefined)}
          onAdd={(exclusion) => {
            setAdding(undefined);
            props.onChange([...exclusions, exclusion]);
          }}
        />
      )}
    </Section>
  );
}
