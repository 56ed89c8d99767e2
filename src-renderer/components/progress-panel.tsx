import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { isTaskActive } from '../bridge/use-job.ts';
import { ErrorPanel } from './error-panel.tsx';
import { PhaseList } from './progress/phase-list.tsx';
import { ProgressFigures } from './progress/progress-figures.tsx';
import { TaskButtons } from './progress/task-buttons.tsx';
import { TaskStatus } from './progress/task-status.tsx';
import { useProgressAnnouncements } from './progress/use-progress-announcements.ts';
import { WaitingNotice } from './progress/waiting-notice.tsx';
import { WarningsList } from './progress/warnings-list.tsx';
import { SpeedButton } from './speed/speed-button.tsx';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  space: { flexGrow: 1 },
});

export interface ProgressPanelProps {
  readonly task: TaskSnapshot;
  /** Leaves out the list of phases, for short tasks and for Activity. */
  readonly hidePhases?: boolean | undefined;
  /** Offered under the task's error: what "Try again" or "Resume" does. */
  readonly onRetry?: (() => void) | undefined;
  /** What the operator can do while the task waits for something. */
  readonly waitingChoices?: ReactNode;
  /** True where the panel is not the page's main thing: its error then leaves the focus alone. */
  readonly isQuiet?: boolean | undefined;
}

/**
 * One long task: state, phases, bar, bytes, files, rate, time left or "estimating" or "stalled", what limits the speed,
 * warnings to open without stopping, pause and stop.
 */
export function ProgressPanel(props: ProgressPanelProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { task } = props;
  useProgressAnnouncements(task);
  return (
    <section
      className={styles.panel}
      aria-label={t('activity.taskLabel', { title: t(`activity.kind.${task.kind}`) })}
    >
      <div className={styles.head}>
        <TaskStatus task={task} />
        <div className={styles.space} />
        {task.kind === 'staging' && task.jobId !== undefined && isTaskActive(task) ? (
          <SpeedButton jobId={task.jobId} />
        ) : null}
        <TaskButtons task={task} />
      </div>
      {task.error === undefined ? null : (
        <ErrorPanel error={task.error} onRetry={props.onRetry} takeFocus={props.isQuiet !== true} />
      )}
      {props.hidePhases === true || task.phases.length < 2 ? null : <PhaseList task={task} />}
      {task.progress.waiting === undefined || !isTaskActive(task) ? null : (
        <WaitingNotice waiting={task.progress.waiting}>{props.waitingChoices}</WaitingNotice>
      )}
      <ProgressFigures progress={task.progress} state={task.state} />
      <WarningsList task={task} />
    </section>
  );
}
