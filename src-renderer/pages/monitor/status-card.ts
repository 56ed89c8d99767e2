import { isImportProcessed, type knownImportJobStates } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { type SetProgress, setProgressOf } from '../../../src-shared/domain/packages.ts';

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
  | 'wholeSetInProgram'
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
  /** Import jobs of the set that have still to be imported, by name, for `wholeSet` and `wholeSetInProgram`. */
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

/** A set with several import jobs goes on as a whole, when all of them are imported, from the record of the first one. */
function forSet(sentence: Sentence, job: JobSnapshot, set: SetProgress): Sentence {
  if (sentence.next !== 'moveToVault') return sentence;
  const you = sentence.you === 'readLogs' ? 'readDriveLogs' : 'nothing';
  if (set.missingJobs.length > 0) {
    return { ...sentence, next: job.opaque === undefined ? 'wholeSet' : 'wholeSetInProgram', you };
  }
  if (job.opaque !== undefined) return forOtherProgram(sentence);
  if (set.isFirst) return sentence;
  if (set.isInVault) return { ...sentence, next: 'nothing', you };
  return { ...sentence, next: 'withFirstJob', you: you === 'nothing' ? 'openFirstJob' : you };
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
  const set = setProgressOf(job, packages);
  const common = { state, missingJobs: set.missingJobs, firstJob: set.firstJob };
  const vault = inVault(job);
  if (vault !== undefined) return { ...vault, ...common };
  if (monitor === undefined) {
    return { now: 'notAskedYet', next: 'firstAnswer', you: 'nothing', tone: 'calm', ...common };
  }
  const seenAt = monitor.history.findLast((entry) => entry.state === state)?.seenAt;
  const days =
    seenAt === undefined ? undefined : Math.floor((now.getTime() - Date.parse(seenAt)) / 86_400_000);
  return {
    ...forSet(atDatacenter(state), job, set),
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
