import { isFinalImportState } from './import-status.ts';
import type { JobSnapshot } from './job.ts';
import { setProgressOf } from './packages.ts';
import type { WizardPage } from './pages.ts';

/** What happens next with a job; one line in the list of jobs and on the Monitor card. Words by code. */
export type NextActionCode =
  | 'finishInitiate'
  | 'continueStaging'
  | 'prepareDrives'
  | 'continueDrives'
  | 'createImportJob'
  | 'enterShipping'
  | 'waitForParcel'
  | 'waitForImport'
  | 'answerDatacenter'
  | 'readLogs'
  | 'waitForSet'
  | 'goOnInFirstJob'
  | 'moveToVault'
  | 'cleanUp'
  | 'goOnInProgram'
  | 'nothing';

export interface NextAction {
  readonly code: NextActionCode;
  /** Who acts: the operator, or Azure and the carrier while the operator waits. */
  readonly actor: 'operator' | 'azure' | 'nobody';
  readonly page: WizardPage;
  /** Import jobs that the sentence names, for `waitForSet` and `goOnInFirstJob`. */
  readonly importJobs?: readonly string[];
}

function whileShipped(state: string | undefined): NextAction {
  if (state === 'Faulted') return { code: 'answerDatacenter', actor: 'operator', page: 'shipping' };
  if (state === 'Closed' || state === 'Canceled') {
    return { code: 'readLogs', actor: 'operator', page: 'monitor' };
  }
  const isOnTheWay = state === undefined || state === 'Creating' || state === 'Shipping';
  return { code: isOnTheWay ? 'waitForParcel' : 'waitForImport', actor: 'azure', page: 'monitor' };
}

/** A set with several import jobs is whole when all of them are imported; the record of the first one moves it to the vault. */
function onceImported(job: JobSnapshot, packages: readonly JobSnapshot[]): NextAction {
  const { missingJobs, firstJob, isFirst, isInVault } = setProgressOf(job, packages);
  if (missingJobs.length > 0) {
    return { code: 'waitForSet', actor: 'azure', page: 'monitor', importJobs: missingJobs };
  }
  if (job.opaque !== undefined) return { code: 'goOnInProgram', actor: 'operator', page: 'monitor' };
  if (isFirst) return { code: 'moveToVault', actor: 'operator', page: 'monitor' };
  if (isInVault) return { code: 'nothing', actor: 'nobody', page: 'monitor' };
  return { code: 'goOnInFirstJob', actor: 'operator', page: 'monitor', importJobs: [firstJob] };
}

/**
 * The next action as a pure function of the job and the import jobs it shares its set with.
 * @param packages all import jobs of the set that are known here, this one among them (`packagesOf`)
 */
export function nextActionOf(job: JobSnapshot, packages: readonly JobSnapshot[] = [job]): NextAction {
  switch (job.phase) {
    case 'draft':
      if (job.opaque !== undefined) {
        return { code: 'prepareDrives', actor: 'operator', page: 'prepareDisks' };
      }
      return { code: 'finishInitiate', actor: 'operator', page: 'initiate' };
    case 'staging':
      return { code: 'continueStaging', actor: 'operator', page: 'initiate' };
    case 'staged':
      return { code: 'prepareDrives', actor: 'operator', page: 'prepareDisks' };
    case 'preparing':
      return { code: 'continueDrives', actor: 'operator', page: 'prepareDisks' };
    case 'prepared':
      return { code: 'createImportJob', actor: 'operator', page: 'prepareDisks' };
    case 'jobCreated':
      return { code: 'enterShipping', actor: 'operator', page: 'shipping' };
    case 'shipped':
      return whileShipped(job.monitor?.state);
    case 'imported':
      return onceImported(job, packages);
    case 'vaulted':
      return { code: 'cleanUp', actor: 'operator', page: 'monitor' };
    case 'cleanedUp':
      return { code: 'nothing', actor: 'nobody', page: 'recover' };
  }
}

/** True when there is still something to ask Azure about. */
export function isWorthAsking(job: JobSnapshot): boolean {
  if (job.importJob === undefined || job.vault?.verifiedAt !== undefined) return false;
  if (job.phase !== 'jobCreated' && job.phase !== 'shipped') return false;
  return job.monitor === undefined || !isFinalImportState(job.monitor.state);
}
