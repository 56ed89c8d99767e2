import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { hasReached } from '../../../src-shared/domain/job.ts';
import { useJobTask } from '../../bridge/use-job.ts';
import { DraftWizard } from './draft-wizard.tsx';
import { StagingProgress } from './staging-progress.tsx';
import { StagingReady } from './staging-ready.tsx';

/** Initiate: the sub-steps up to Back Up, then the progress, then what to do with the staged backup. */
export function InitiatePage({ job }: { readonly job: JobSnapshot }) {
  const task = useJobTask(job.id, 'staging');
  if (hasReached(job, 'staged')) return <StagingReady job={job} task={task} />;
  if (
    job.phase === 'staging' ||
    (task !== undefined && task.state !== 'failed' && task.state !== 'stopped')
  ) {
    return <StagingProgress job={job} task={task} />;
  }
  return <DraftWizard job={job} />;
}
