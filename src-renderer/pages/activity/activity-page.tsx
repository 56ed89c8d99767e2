import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../app/page-slots.tsx';
import { isTaskActive, useTasks } from '../../bridge/use-job.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { SectionTitle } from '../../components/section-title.tsx';
import { ActivityTask } from './activity-task.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '880px' },
});

/** Long tasks, running first; they go on when the page changes. */
export function ActivityPage() {
  const styles = useStyles();
  const { t } = useTranslation();
  const tasks = useTasks();
  const groups = [
    { key: 'running', tasks: tasks.filter(isTaskActive) },
    { key: 'finished', tasks: tasks.filter((task) => !isTaskActive(task)) },
  ].filter((group) => group.tasks.length > 0);
  return (
    <>
      <PageHeader title={t('activity.title')} description={t('activity.description')} />
      {groups.length === 0 ? (
        <EmptyState title={t('activity.emptyTitle')} text={t('activity.emptyText')} />
      ) : null}
      {groups.map((group) => (
        <section key={group.key} className={styles.section}>
          <SectionTitle>{t(`activity.${group.key}`)}</SectionTitle>
          {group.tasks.map((task) => (
            <ActivityTask key={task.id} task={task} />
          ))}
        </section>
      ))}
    </>
  );
}
