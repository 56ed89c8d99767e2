import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { canEnterPage, nextPage, type WizardPage } from '../../src-shared/domain/pages.ts';
import { useCall } from '../bridge/use-call.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { PageSkeleton } from '../components/page-skeleton.tsx';
import { ActivityPage } from '../pages/activity/activity-page.tsx';
import { InitiatePage } from '../pages/initiate/initiate-page.tsx';
import { JobsPage } from '../pages/jobs/jobs-page.tsx';
import { OpenStagedPage } from '../pages/jobs/open-staged-page.tsx';
import { MonitorPage } from '../pages/monitor/monitor-page.tsx';
import { PrepareDisksPage } from '../pages/prepare-disks/prepare-disks-page.tsx';
import { RecoverPage } from '../pages/recover/recover-page.tsx';
import { ShippingPage } from '../pages/shipping/shipping-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useNavigation, type View } from './navigation.tsx';

function WizardPageView({ page, job }: { readonly page: WizardPage; readonly job: JobSnapshot }) {
  switch (page) {
    case 'initiate':
      return <InitiatePage key={job.id} job={job} />;
    case 'prepareDisks':
      return <PrepareDisksPage key={job.id} job={job} />;
    case 'shipping':
      return <ShippingPage key={job.id} job={job} />;
    case 'monitor':
      return <MonitorPage key={job.id} job={job} />;
    case 'recover':
      return <RecoverPage key={job.id} job={job} />;
  }
}

function JobView(props: { readonly jobId: JobId; readonly page: WizardPage | undefined }) {
  const { t } = useTranslation();
  const { go } = useNavigation();
  const { data: job, error, refetch } = useCall('jobs.get', { jobId: props.jobId });
  const firstPage = job === undefined ? undefined : nextPage(job);
  // The page is pinned once known: a job that moves on must not pull the page away from under its reader.
  useEffect(() => {
    if (props.page === undefined && firstPage !== undefined) {
      go({ kind: 'job', jobId: props.jobId, page: firstPage });
    }
  }, [props.page, props.jobId, firstPage, go]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (job === undefined) return <PageSkeleton label={t('frame.loadingJob')} />;
  const wanted = props.page ?? nextPage(job);
  const page = canEnterPage(wanted, job) ? wanted : nextPage(job);
  return (
    <ErrorBoundary key={page}>
      <WizardPageView page={page} job={job} />
    </ErrorBoundary>
  );
}

function ViewOf({ view }: { readonly view: View }) {
  switch (view.kind) {
    case 'jobs':
      return <JobsPage />;
    case 'openStaged':
      return <OpenStagedPage key={JSON.stringify(view.start)} start={view.start} />;
    case 'activity':
      return <ActivityPage />;
    case 'job':
      return <JobView jobId={view.jobId} page={view.page} />;
  }
}

/** The page that the navigation state names. A page that breaks takes only itself down. */
export function CurrentView() {
  const { view } = useNavigation();
  return (
    <ErrorBoundary key={view.kind === 'job' ? view.jobId : view.kind}>
      <ViewOf view={view} />
    </ErrorBoundary>
  );
}
