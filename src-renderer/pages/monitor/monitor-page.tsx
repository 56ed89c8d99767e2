import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { packagesOf, setProgressOf } from '../../../src-shared/domain/packages.ts';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { useCall } from '../../bridge/use-call.ts';
import { SaveIntoFolder } from '../../components/save-into-folder.tsx';
import { ClockCards } from '../shipping/clock-cards.tsx';
import { DriveTable } from './drive-table.tsx';
import { ImportJobsSection } from './import-jobs-section.tsx';
import { JobTimeline } from './job-timeline.tsx';
import { LogSection } from './log-section.tsx';
import { OtherProgramSection } from './other-program-section.tsx';
import { monitorStage } from './status-card.ts';
import { StatusCardView } from './status-card-view.tsx';
import { VaultSection } from './vault-section.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: '240px minmax(0, 1fr)',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
    // Beside the step list there is no room for both: the timeline goes below.
    '@media (max-width: 1200px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  timeline: { gridColumnStart: 1, gridRowStart: 1, '@media (max-width: 1200px)': { gridRowStart: 2 } },
  main: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, minWidth: 0 },
});

/** Steps after the import: of the wizard's own vault, which the first import job has for its set, or of the program that wrote the backup, once the set is whole. */
function AfterImport({
  job,
  packages,
}: {
  readonly job: JobSnapshot;
  readonly packages: readonly JobSnapshot[];
}) {
  if (job.opaque !== undefined) {
    const isWhole = setProgressOf(job, packages).missingJobs.length === 0;
    return isWhole ? <OtherProgramSection job={job} /> : null;
  }
  return job.package === undefined ? <VaultSection job={job} packages={packages} /> : null;
}

/** Page 4: where the parcel is, what Azure says about each drive, and the steps into the vault. */
export function MonitorPage({ job }: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [logOf, setLogOf] = useState<string>();
  const { data: jobs } = useCall('jobs.list', {});
  const packages = packagesOf(job, jobs ?? []);
  const stage = monitorStage(job);
  const description = job.opaque === undefined ? 'monitor.description' : 'monitor.programDescription';
  const isOnTheWay = stage === 'parcel' && (job.monitor === undefined || job.monitor.state === 'Shipping');
  return (
    <>
      <PageHeader title={t('monitor.title')} description={t(description)} />
      <StatusCardView job={job} packages={packages} />
      {isOnTheWay ? <ClockCards job={job} /> : null}
      <ImportJobsSection job={job} packages={packages} />
      {stage === 'parcel' ? null : <AfterImport job={job} packages={packages} />}
      <div className={styles.columns}>
        <div className={styles.main}>
          <DriveTable job={job} onShowLog={setLogOf} />
          {logOf === undefined ? null : (
            <LogSection key={logOf} job={job} driveId={logOf} onClose={() => setLogOf(undefined)} />
          )}
        </div>
        <div className={styles.timeline}>
          <JobTimeline job={job} />
        </div>
      </div>
      <PageFooter status={t('monitor.footer')}>
        <SaveIntoFolder
          call="monitor.supportBundle"
          inputFor={(folder) => ({ jobId: job.id, folder })}
          wordsKey="monitor.bundle"
          size="medium"
        />
      </PageFooter>
    </>
  );
}
