import { useTranslation } from 'react-i18next';
import { PageHeader } from '../../app/page-slots.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PageSkeleton } from '../../components/page-skeleton.tsx';
import { JobsActions } from './jobs-actions.tsx';
import { JobsTable } from './jobs-table.tsx';
import { useStartJob } from './use-start-job.ts';
import { WelcomeSteps } from './welcome-steps.tsx';

/** Start view: one row per job, or the journey in five pictures while there is none. */
export function JobsPage() {
  const { t } = useTranslation();
  const { data: jobs, error, refetch } = useCall('jobs.list', {});
  const start = useStartJob();
  const isEmpty = jobs?.length === 0;
  return (
    <>
      <PageHeader
        title={isEmpty ? t('jobs.welcomeTitle') : t('jobs.title')}
        description={isEmpty ? t('jobs.welcomeText') : t('jobs.description')}
      />
      {error === null ? null : <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {start.error === undefined ? null : <ErrorPanel error={start.error} onDismiss={start.dismissError} />}
      {jobs === undefined ? (
        error === null ? (
          <PageSkeleton label={t('jobs.loading')} />
        ) : null
      ) : (
        <>
          {isEmpty ? <WelcomeSteps /> : null}
          <JobsActions jobs={jobs} start={start} />
          {isEmpty ? null : <JobsTable jobs={jobs} />}
        </>
      )}
    </>
  );
}
