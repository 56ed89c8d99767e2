import { isImportProcessed, type knownImportJobStates } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { packageNumberOf } from '../../../src-shared/domain/packages.ts';

export type NowCode =
  | 'notAskedYet'
  | Exclude<(typeof knownImportJobStates)[number], 'Completed' | 'Closed'>
  | 'unknownState'
  | 'importCompleted'
  | 'importClosed'
  | 'copiedNotVerified'
  | 'seedInVault'
  | 'incrementalDone'
  | 'cleanedUp';
export type NextCode =
  | 'firstAnswer'
  | 'tracking'
  | 'received'
  | 'transferring'
  | 'packaging'
  | 'completed'
  | 'unknown'
  | 'support'
  | 'moveToVault'
  | 'wholeSet'
  | 'withFirstJob'
  | 'verification'
  | 'incremental'
  | 'cleanUp'
  | 'scheduledBackups'
  | 'nothing';
export type YouCode =
  | 'nothing'
  | 'enterTracking'
  | 'contactSupport'
  | 'readLogs'
  | 'moveToVault'
  | 'openFirstJob'
  | 'verifyAgain'
  | 'runIncremental'
  | 'cleanUp'
  | 'recoverWhenNeeded'
  | 'goOnInProgram'
  | 'readDriveLogs';

/** The three sentences on top of the page; codes under `monitor.now`, `monitor.next` and `monitor.you`. */
export interface StatusCard {
  readonly now: NowCode;
  readonly next: NextCode;
  readonly you: YouCode;
  readonly tone: 'calm' | 'good' | 'attention';
  /** State as the service spelled it. */
  readonly state: string;
  /** Whole days in this state; absent when unknown. */
  readonly sinceDays?: number;
  /** Import jobs of the set that have still to be imported, by name, for `wholeSet`. */
  readonly missingJobs: readonly string[];
  /** Import job that moves the whole set, for `withFirstJob` and `openFirstJob`. */
  readonly firstJob: string;
}

type Sentence = Pick<StatusCard, 'now' | 'next' | 'you' | 'tone'>;

function atDatacenter(state: string): Sentence {
  switch (state as (typeof knownImportJobStates)[number]) {
    case 'Creating':
      return { now: 'Creating', next: 'tracking', you: 'enterTracking', tone: 'attention' };
    case 'Shipping':
      return { now: 'Shipping', next: 'received', you: 'nothing', tone: 'calm' };
    case 'Received':
      return { now: 'Received', next: 'transferring', you: 'nothing', tone: 'calm' };
    case 'Transferring':
      return { now: 'Transferring', next: 'packaging', you: 'nothing', tone: 'calm' };
    case 'Packaging':
      return { now: 'Packaging', next: 'completed', you: 'nothing', tone: 'calm' };
    case 'Completed':
      return { now: 'importCompleted', next: 'moveToVault', you: 'moveToVault', tone: 'good' };
    case 'Closed':
      return { now: 'importClosed', next: 'moveToVault', you: 'readLogs', tone: 'attention' };
    case 'Faulted':
      return { now: 'Faulted', next: 'support', you: 'contactSupport', tone: 'attention' };
    case 'Canceled':
      return { now: 'Canceled', next: 'nothing', you: 'contactSupport', tone: 'attention' };
    default:
      return { now: 'unknownState', next: 'unknown', you: 'nothing', tone: 'attention' };
  }
}

/** What another program wrote is taken on by that program, not by the vault of this wizard. */
function forOtherProgram(sentence: Sentence): Sentence {
  if (sentence.next !== 'moveToVault') return sentence;
  return {
    ...sentence,
    next: 'nothing',
    you: sentence.you === 'readLogs' ? 'readDriveLogs' : 'goOnInProgram',
  };
}

const nameOf = (job: JobSnapshot): string => job.importJob?.name ?? job.draft.offlineDetails.importJobName;

/** Import jobs of the set, other than this one, that the datacenter has not processed. */
export function missingPackages(job: JobSnapshot, packages: readonly JobSnapshot[]): readonly string[] {
  return packages
    .filter((other) => packageNumberOf(other) !== packageNumberOf(job))
    .filter(({ monitor }) => !isImportProcessed(monitor?.state))
    .map(nameOf);
}

/** A set with several import jobs moves as a whole, from the record of the first one, when all of them are imported. */
function forPackage(sentence: Sentence, isFirst: boolean, isWhole: boolean): Sentence {
  if (sentence.next !== 'moveToVault' || (isFirst && isWhole)) return sentence;
  const mustRead = sentence.you === 'readLogs';
  if (!isWhole) return { ...sentence, next: 'wholeSet', you: mustRead ? 'readDriveLogs' : 'nothing' };
  return { ...sentence, next: 'withFirstJob', you: mustRead ? 'readDriveLogs' : 'openFirstJob' };
}

function inVault(job: JobSnapshot): Sentence | undefined {
  const vault = job.vault;
  if (vault?.cleanedUpAt !== undefined) {
    return { now: 'cleanedUp', next: 'scheduledBackups', you: 'recoverWhenNeeded', tone: 'good' };
  }
  if (vault?.copiedAt === undefined) return undefined;
  if (vault.verifiedAt === undefined) {
    return { now: 'copiedNotVerified', next: 'verification', you: 'verifyAgain', tone: 'attention' };
  }
  return vault.points.some(({ kind }) => kind === 'incremental')
    ? { now: 'incrementalDone', next: 'cleanUp', you: 'cleanUp', tone: 'good' }
    : { now: 'seedInVault', next: 'incremental', you: 'runIncremental', tone: 'good' };
}

/**
 * What the card says: where the job is, what comes, what the operator has to do.
 * @param packages all import jobs of the set, this one among them
 */
export function statusCard(
  job: JobSnapshot,
  now: Date,
  packages: readonly JobSnapshot[] = [job],
): StatusCard {
  const monitor = job.monitor;
  const state = monitor?.state ?? '';
  const missingJobs = missingPackages(job, packages);
  const common = { state, missingJobs, firstJob: job.package?.firstJobName ?? nameOf(job) };
  const vault = inVault(job);
  if (vault !== undefined) return { ...vault, ...common };
  if (monitor === undefined) {
    return { now: 'notAskedYet', next: 'firstAnswer', you: 'nothing', tone: 'calm', ...common };
  }
  const seenAt = monitor.history.findLast((entry) => entry.state === state)?.seenAt;
  const days =
    seenAt === undefined ? undefined : Math.floor((now.getTime() - Date.parse(seenAt)) / 86_400_000);
  const sentence = atDatacenter(state);
  return {
    ...(job.opaque === undefined
      ? forPackage(sentence, job.package === undefined, missingJobs.length === 0)
      : forOtherProgram(sentence)),
    ...common,
    ...(days === undefined ? {} : { sinceDays: Math.max(0, days) }),
  };
}

/** Which part of the page leads: the parcel, the move to the vault, or what comes after it. */
export type MonitorStage = 'parcel' | 'moveToVault' | 'afterVault';

export function monitorStage(job: JobSnapshot): MonitorStage {
  if (job.vault?.verifiedAt !== undefined) return 'afterVault';
  return isImportProcessed(job.monitor?.state) ? 'moveToVault' : 'parcel';
}
