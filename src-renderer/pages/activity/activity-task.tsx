import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { useForgetTask } from '../../bridge/use-forget-task.ts';
import { isTaskActive } from '../../bridge/use-job.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { pageOfTask } from './page-of-task.ts';

const useStyles = makeStyles({
  task: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, flexWrap: 'wrap' },
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalM,
    flexGrow: 1,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** One task with its job, its figures, and the way to its page. */
export function ActivityTask({ task }: { readonly task: TaskSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const forget = useForgetTask();
  const dismiss = useCallMutation('activity.dismiss', { onSuccess: (_done, { taskId }) => forget(taskId) });
  const { jobId } = task;
  return (
    <article className={styles.task} aria-label={t('activity.taskLabel', { title: task.title })}>
      {dismiss.error === null ? null : <ErrorPanel error={dismiss.error} onDismiss={dismiss.reset} />}
      <div className={styles.head}>
        <div className={styles.title}>
          <Text weight="semibold">{t(`activity.kind.${task.kind}`)}</Text>
          <Text>{task.title}</Text>
          <Text size={200} className={styles.quiet}>
            {task.finishedAt === undefined ? t('activity.started') : t('activity.ended')}{' '}
            <DateTimeText instant={task.finishedAt ?? task.startedAt} />
          </Text>
        </div>
        {jobId === undefined ? null : (
          <Button appearance="subtle" onClick={() => openJob(jobId, pageOfTask(task.kind))}>
            {t('activity.openJob')}
          </Button>
        )}
        {isTaskActive(task) ? null : (
          <Button appearance="subtle" onClick={() => dismiss.mutate({ taskId: task.id })}>
            {t('activity.dismiss')}
          </Button>
        )}
      </div>
      <ProgressPanel task={task} hidePhases isQuiet />
    </article>
  );
}
