import { hasReached, type JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';

/**
 * What the page shows. A pure function of the job and its running work, so that coming back after days lands in the right place.
 * - `opaqueDetails`: a folder of another program; where it belongs in Azure.
 * - `chooseDisks`: table, plan, erase.
 * - `running`: one card per disk.
 * - `interrupted`: a session was stopped, failed or cut off; it can go on.
 * - `contact`: all drives are ready; return address, then the import job.
 * - `finished`: the three outputs.
 */
export type PrepareStage =
  | 'opaqueDetails'
  | 'chooseDisks'
  | 'running'
  | 'interrupted'
  | 'contact'
  | 'finished';

export function isAtWork(task: TaskSnapshot | undefined): boolean {
  return task?.state === 'running' || task?.state === 'paused' || task?.state === 'stopping';
}

export function prepareStage(
  job: Pick<JobSnapshot, 'phase' | 'drives' | 'opaque'>,
  task: TaskSnapshot | undefined,
): PrepareStage {
  if (job.opaque !== undefined && job.phase === 'draft') return 'opaqueDetails';
  if (hasReached(job, 'jobCreated')) return 'finished';
  if (isAtWork(task)) return 'running';
  if (hasReached(job, 'prepared')) return 'contact';
  return job.drives.length > 0 ? 'interrupted' : 'chooseDisks';
}
