import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageState } from '../../../src-shared/domain/pages.ts';
import { ArrowUndo16Regular, CheckmarkCircle20Filled, LockClosed20Regular } from '../../components/icons.ts';
import { NavButton } from './nav-button.tsx';

const useStyles = makeStyles({
  number: {
    display: 'inline-flex',
    justifyContent: 'center',
    alignItems: 'center',
    width: '20px',
    height: '20px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    boxSizing: 'border-box',
  },
  numberCurrent: {
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    border: '1px solid transparent',
  },
  done: { color: tokens.colorPaletteGreenForeground1 },
  state: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, fontWeight: 'normal' },
  reason: {
    marginTop: '-6px',
    padding: `0 ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} 40px`,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
});

/**
 * One step of the list.
 * @param props.step state and, when locked, the reason, from `pageStates`
 * @param props.number position in the list; Recover stands apart and has none
 * @param props.isShown true for the page on screen
 */
export function StepButton(props: {
  readonly step: PageState;
  readonly number: number | undefined;
  readonly isShown: boolean;
  readonly onOpen: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const reasonId = useId();
  const { page, state, lock } = props.step;
  const isLocked = state === 'locked';
  return (
    <li>
      <NavButton
        isShown={props.isShown}
        current="step"
        isLocked={isLocked}
        describedBy={isLocked ? reasonId : undefined}
        onOpen={props.onOpen}
      >
        <StepMark state={state} number={props.number} />
        <span>{t(`pages.${page}.name`)}</span>
        <span className={styles.state}>{t(`pages.state.${state}`)}</span>
      </NavButton>
      {lock === undefined ? null : (
        <div id={reasonId} className={styles.reason}>
          {t(`pages.lock.${lock.replace('page.', '')}`)}
        </div>
      )}
    </li>
  );
}

function StepMark(props: { readonly state: PageState['state']; readonly number: number | undefined }) {
  const styles = useStyles();
  if (props.state === 'done') return <CheckmarkCircle20Filled className={styles.done} aria-hidden />;
  if (props.state === 'locked') return <LockClosed20Regular aria-hidden />;
  return (
    <span
      className={mergeClasses(styles.number, props.state === 'current' && styles.numberCurrent)}
      aria-hidden
    >
      {props.number ?? <ArrowUndo16Regular />}
    </span>
  );
}
