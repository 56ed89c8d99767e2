import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { StepItem, type StepMark } from './step-item.tsx';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
  },
});

/** How one phase is drawn, from its place relative to the phase the task is in. */
export function phaseMark(task: Pick<TaskSnapshot, 'phase' | 'phases' | 'state'>, index: number): StepMark {
  if (task.state === 'completed' || task.state === 'completedWithWarnings') return 'done';
  const at = task.phases.indexOf(task.phase);
  if (index < at) return 'done';
  if (index > at) return 'coming';
  if (task.state === 'failed' || task.state === 'stopped') return 'failed';
  return task.state === 'paused' ? 'paused' : 'current';
}

/** All phases in order: done, current, coming. */
export function PhaseList(props: { readonly task: TaskSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { task } = props;
  return (
    <ol className={styles.list} aria-label={t('activity.phases')}>
      {task.phases.map((phase, index) => {
        const mark = phaseMark(task, index);
        return (
          <StepItem key={phase} mark={mark} markText={t(`activity.mark.${mark}`)}>
            {t(`phases.${phase}`)}
          </StepItem>
        );
      })}
    </ol>
  );
}
