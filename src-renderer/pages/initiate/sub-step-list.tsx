import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { Checkmark16Regular } from '../../components/icons.ts';
import { type InitiateStep, initiateSteps, isStepComplete } from './initiate-steps.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '2px', listStyleType: 'none', margin: 0, padding: 0 },
  button: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    border: 'none',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  current: {
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
    // Forced colours drop the background, and draw this line.
    outline: '1px solid transparent',
  },
  mark: {
    display: 'inline-flex',
    minWidth: '16px',
    justifyContent: 'center',
    fontVariantNumeric: 'tabular-nums',
  },
  done: { color: tokens.colorPaletteGreenForeground1 },
});

/** Sub-steps in one line; each opens at any time until Back Up. */
export function SubStepList(props: {
  readonly draft: InitiateDraft;
  readonly hasPassphrase: boolean;
  readonly current: InitiateStep;
  readonly onOpen: (step: InitiateStep) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <nav aria-label={t('initiate.steps')}>
      <ol className={styles.list}>
        {initiateSteps.map((step, index) => {
          const isDone = isStepComplete(step, props.draft, props.hasPassphrase);
          return (
            <li key={step}>
              <button
                type="button"
                className={mergeClasses(styles.button, step === props.current && styles.current)}
                aria-current={step === props.current ? 'step' : undefined}
                onClick={() => props.onOpen(step)}
              >
                <span className={mergeClasses(styles.mark, isDone && styles.done)}>
                  {isDone ? <Checkmark16Regular aria-label={t('initiate.filled')} /> : index + 1}
                </span>
                {t(`initiate.${step}.short`)}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
