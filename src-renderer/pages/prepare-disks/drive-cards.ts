import { driveIdOf } from '../../../src-shared/domain/disk-identity.ts';
import type { JobSnapshot, PreparedDrive, PreparedDriveState } from '../../../src-shared/domain/job.ts';
import type { Progress, TaskItem, TaskPhase, TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';

export const driveSteps = [
  'clearing',
  'formatting',
  'encrypting',
  'copying',
  'verifying',
  'writingManifest',
] as const;
export type DriveStep = (typeof driveSteps)[number];
export type StepState = 'done' | 'current' | 'failed' | 'coming';

/** Why a drive stands still although nothing is wrong. */
export type DriveWait = 'turn' | 'paused' | 'safePoint';

export interface DriveCard {
  readonly serial: string;
  readonly model: string;
  readonly sizeBytes: number;
  readonly letter?: string;
  readonly outcome: 'working' | 'ready' | 'failed' | 'stopped';
  readonly steps: readonly { readonly step: DriveStep; readonly state: StepState }[];
  readonly progress?: Progress;
  readonly waitsFor?: DriveWait;
  /** Seconds without a byte while bytes should move; the card says what to look at. */
  readonly stalledSeconds?: number;
  readonly error?: AppErrorData;
  readonly bytes: number;
  readonly files: number;
}

function isStep(phase: TaskPhase | PreparedDriveState): phase is DriveStep {
  return (driveSteps as readonly string[]).includes(phase);
}

function outcomeOf(drive: PreparedDrive, item: TaskItem | undefined): DriveCard['outcome'] {
  if (drive.state === 'ready' || item?.state === 'completed' || item?.state === 'completedWithWarnings')
    return 'ready';
  if (drive.state === 'failed' || item?.state === 'failed') return 'failed';
  if (drive.state === 'stopped' || item?.state === 'stopped') return 'stopped';
  return 'working';
}

/** Six steps with their states; none for a drive that ended before anybody can say in which step. */
function stepsOf(outcome: DriveCard['outcome'], reached: DriveStep | undefined): DriveCard['steps'] {
  if (reached === undefined && (outcome === 'failed' || outcome === 'stopped')) return [];
  const index = reached === undefined ? -1 : driveSteps.indexOf(reached);
  return driveSteps.map((step, position) => {
    if (outcome === 'ready' || position < index) return { step, state: 'done' };
    if (position !== index) return { step, state: 'coming' };
    return { step, state: outcome === 'working' ? 'current' : 'failed' };
  });
}

function waitOf(task: TaskSnapshot | undefined, item: TaskItem | undefined): DriveWait | undefined {
  if (task === undefined) return undefined;
  if (task.state === 'stopping' || item?.state === 'stopping') return 'safePoint';
  if (task.state === 'paused') return 'paused';
  // Before the first drive has begun, none waits for another.
  const isBehind = item === undefined && task.items.length > 0;
  return isBehind || item?.state === 'paused' ? 'turn' : undefined;
}

/** Only where bytes should move: formatting and encrypting report none for long while all is well. */
function stallOf(item: TaskItem | undefined): Pick<DriveCard, 'stalledSeconds'> {
  const stalledSeconds = item?.progress.stalledSeconds;
  const isMoving = item?.phase === 'copying' || item?.phase === 'verifying';
  return stalledSeconds === undefined || !isMoving ? {} : { stalledSeconds };
}

/** True when a line of the task speaks of this drive; lines are named by drive id. */
function belongsTo(item: TaskItem, drive: PreparedDrive): boolean {
  return item.id === driveIdOf(drive.identity);
}

function cardOf(drive: PreparedDrive, task: TaskSnapshot | undefined): DriveCard {
  const item = task?.items.find((candidate) => belongsTo(candidate, drive));
  const outcome = outcomeOf(drive, item);
  const reached = [item?.phase, drive.state].find((phase) => phase !== undefined && isStep(phase));
  const waitsFor = outcome === 'working' ? waitOf(task, item) : undefined;
  const error = item?.error ?? drive.error;
  return {
    serial: drive.identity.serial,
    model: drive.identity.model,
    sizeBytes: drive.identity.sizeBytes,
    ...(drive.letter === undefined ? {} : { letter: drive.letter }),
    outcome,
    steps: stepsOf(outcome, reached),
    ...(item === undefined || outcome !== 'working' ? {} : { progress: item.progress }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    ...(outcome === 'working' && waitsFor === undefined ? stallOf(item) : {}),
    ...(error === undefined || outcome !== 'failed' ? {} : { error }),
    bytes: drive.bytes,
    files: drive.files.length,
  };
}

/** One card per drive of the session, in the order they were added. */
export function driveCards(
  job: Pick<JobSnapshot, 'drives'>,
  task: TaskSnapshot | undefined,
): readonly DriveCard[] {
  return job.drives.map((drive) => cardOf(drive, task));
}

/** Drives that are being written or are finished: choosing them again would lose what is on them. */
export function driveIdsAtWork(job: Pick<JobSnapshot, 'drives'>): ReadonlySet<string> {
  const kept = job.drives.filter(({ state }) => state !== 'failed' && state !== 'stopped');
  return new Set(kept.map(({ identity }) => driveIdOf(identity)));
}

/** What the session waits for, as its prompt says it: bytes without a place and the drive that would hold them. */
export function missingSpace(
  job: Pick<JobSnapshot, 'drives' | 'staging' | 'opaque'>,
  task: Pick<TaskSnapshot, 'items'>,
): { readonly bytes: number; readonly driveBytes: number } {
  const params = task.items.find(({ phase }) => phase === 'waitingForDisk')?.error?.params ?? {};
  const bytes = typeof params.bytes === 'number' ? params.bytes : bytesWithoutDrive(job);
  return { bytes, driveBytes: typeof params.neededBytes === 'number' ? params.neededBytes : bytes };
}

/** Bytes that no good drive holds or is about to hold; what another drive has to bring. */
export function bytesWithoutDrive(job: Pick<JobSnapshot, 'drives' | 'staging' | 'opaque'>): number {
  const placed = job.drives
    .filter(({ state }) => state !== 'failed' && state !== 'stopped')
    .reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, (job.staging?.stagedBytes ?? job.opaque?.bytes ?? 0) - placed);
}

/** Last four characters: what an operator reads on a label. */
export function serialEnd(serial: string): string {
  return serial.trim().slice(-4);
}
