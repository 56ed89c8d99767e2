/** @file Main process: the service in front of the staging and restore workers. */
import packageFile from '../../package.json' with { type: 'json' };
import type { Estimate } from '../../src-shared/contract/initiate-calls.ts';
import type { StagedJob } from '../../src-shared/contract/prepare-disks-calls.ts';
import type { SetId } from '../../src-shared/domain/ids.ts';
import type { InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { StagingRecord } from '../../src-shared/domain/job.ts';
import { brokenImportJobNameRule } from '../../src-shared/domain/naming-rules.ts';
import { brokenPassphraseRule } from '../../src-shared/domain/passphrase.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl, WorkControl } from '../jobs/task-control.ts';
import { createNoSourceSnapshots } from '../platform/node/no-source-snapshots.ts';
import { quietControl } from '../platform/node/quiet-control.ts';
import { runInWorker } from '../platform/node/worker-task.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SourceSnapshots } from '../platform/ports/source-snapshot.ts';
import type { RestoreWork } from '../workers/restore.ts';
import type { StagingWork } from '../workers/staging.ts';
import { type FrozenSource, whileFrozen } from './frozen-source.ts';
import { readFurtherFolders } from './further-folders.ts';
import { generatePassphrase } from './generate-passphrase.ts';
import { createStagedKeys, type StagedKeys } from './keys/staged-keys.ts';
import { baseNameOf, whileLocked } from './locked-set.ts';
import { isReachableFolder, whileReachable, whileReadable } from './reachable-folders.ts';
import { openRecoveryPoint, unlockPoint } from './read/open-point.ts';
import { sharedCounters } from './scan/run-estimate.ts';
import type {
  BackUpRequest,
  CompareRequest,
  CompareResult,
  IncrementRequest,
  IncrementResult,
  RecoveryPointReader,
  RestoreRequest,
  RestoreResult,
  SetDescription,
  VerifyRequest,
  VerifyResult,
} from './staging-types.ts';
import type { VolumeLocation } from './volume-source.ts';
import type { BackUpInput, BackUpOutput } from './write/back-up.ts';

/** Writes, reads, checks, restores and compares what `docs/staging-format.md` describes. Heavy work runs in worker threads. */
export interface StagingService extends StagedKeys {
  /** A new passphrase with at least 128 bits of chance. */
  generatePassphrase(): string;
  /** Walks the selection and compresses samples. `onUpdate` gets what is known so far, at most four times a second. */
  estimate(
    draft: InitiateDraft,
    onUpdate: (estimate: Estimate) => void,
    signal: AbortSignal,
  ): Promise<Estimate>;
  /**
   * Writes the initial backup into `draft.offlineDetails.stagingLocation`, or goes on with an interrupted one.
   * @throws AppError `staging.passphraseTooShort`, `pathUnknown`, `notWritable`, `insideSource`, `noSource`, `sourceGone`,
   * `nothingToBackUp`, `inUse`, `nameTaken`, `volumesTooLong`, `noSpace`, `passphraseWrong`, `writeFailed`, `unreachable`, `volumeDamaged`,
   * `task.stopped`
   */
  backUp(request: BackUpRequest, control: TaskControl): Promise<StagingRecord>;
  /** Finished sets in a folder. @throws AppError `staging.pathUnknown`, `staging.foreignFolder`, `staging.descriptorDamaged` */
  inspect(stagingPath: string): Promise<readonly Omit<StagedJob, 'jobId'>[]>;
  /** What Prepare Disks copies. @throws AppError `staging.pathUnknown`, `descriptorMissing`, `descriptorDamaged` */
  describe(stagingPath: string, setId: SetId): Promise<SetDescription>;
  /**
   * What has to be right before a drive is erased for a set: both copies of the descriptor in full, of every volume its length and
   * its first and last page. One copy that is damaged or lost is written anew from the other; `repairs` then says so.
   * @param copied volumes that are on finished drives already and need not be there any more
   * @throws AppError as `describe`; `staging.volumeMissing`, `staging.volumeDamaged`, `staging.notWritable`, `staging.inUse`
   */
  makeReady(stagingPath: string, setId: SetId, copied: ReadonlySet<string>): Promise<SetDescription>;
  /** @returns the data key, 32 bytes. @throws AppError `staging.passphraseWrong`, `descriptorMissing`, `descriptorDamaged`, `pathUnknown` */
  unlock(location: VolumeLocation, descriptorFile: string, passphrase: string): Promise<Uint8Array>;
  /** Opens a recovery point for browsing; falls back to the mirror of a damaged descriptor. */
  openPoint(
    location: VolumeLocation,
    descriptorFile: string,
    dataKey: Uint8Array,
  ): Promise<RecoveryPointReader>;
  /** Damaged or refused files are in the result; only trouble with the whole throws, such as `staging.pathUnknown` for a folder that is gone. */
  restore(request: RestoreRequest, control: WorkControl): Promise<RestoreResult>;
  compare(request: CompareRequest, control: WorkControl): Promise<CompareResult>;
  /** Damage is in the result. @throws AppError `staging.pathUnknown` when the folder is gone, since then nothing is known of the rest */
  verify(request: VerifyRequest, control: WorkControl): Promise<VerifyResult>;
  /** Writes a further recovery point that refers to the volumes of the earlier ones for everything unchanged. */
  backUpIncrement(request: IncrementRequest, control: WorkControl): Promise<IncrementResult>;
}

export interface StagingServiceParts {
  readonly log: Log;
  readonly clock: Clock;
  /** Goes into descriptors. */
  readonly machineName: string;
  /** Freeze the source while it is read; absent: it is read as it is. */
  readonly snapshots?: SourceSnapshots;
}

const inStagingWorker = <Output>(work: StagingWork, control: WorkControl): Promise<Output> =>
  runInWorker<Output>('staging', work, control);
const inRestoreWorker = <Output>(work: RestoreWork, control: WorkControl): Promise<Output> =>
  runInWorker<Output>('restore', work, control);

/** A container tells by itself that it cannot be reached; of a folder the system only says that a file is not there. */
function readingFrom<Value>(
  location: VolumeLocation,
  work: () => Promise<Value>,
  isWhole?: (value: Value) => boolean,
): Promise<Value> {
  return location.kind === 'folder' ? whileReadable(location.path, work, isWhole) : work();
}

const estimateEveryMilliseconds = 250;

async function estimate(
  draft: InitiateDraft,
  onUpdate: (estimate: Estimate) => void,
  signal: AbortSignal,
): Promise<Estimate> {
  const counters = new SharedArrayBuffer(sharedCounters.length * Float64Array.BYTES_PER_ELEMENT);
  const values = new Float64Array(counters);
  const { items, exclusions } = draft;
  const ruleCounters = new SharedArrayBuffer(exclusions.length * 2 * Float64Array.BYTES_PER_ELEMENT);
  const perRule = new Float64Array(ruleCounters);
  const current = (finished: boolean): Estimate => {
    const named = Object.fromEntries(sharedCounters.map((name, index) => [name, values[index] ?? 0]));
    const rules = exclusions.map((_exclusion, index) => ({
      files: perRule[index * 2] ?? 0,
      bytes: perRule[index * 2 + 1] ?? 0,
    }));
    return { ...(named as Record<(typeof sharedCounters)[number], number>), rules, finished };
  };
  const timer = setInterval(() => onUpdate(current(false)), estimateEveryMilliseconds);
  try {
    const input = { items, exclusions, counters, ruleCounters };
    await inStagingWorker({ work: 'estimate', input }, quietControl(signal));
    onUpdate(current(true));
    return current(true);
  } finally {
    clearInterval(timer);
  }
}

function requireFolder(path: string): void {
  if (isReachableFolder(path)) return;
  throw new AppError({
    kind: 'user',
    code: 'staging.pathUnknown',
    params: { path },
    field: 'draft.offlineDetails.stagingLocation',
    retry: 'choose-again',
  });
}

function requireBackUpInput({ draft, passphrase }: BackUpRequest): void {
  if (brokenPassphraseRule(passphrase) !== undefined) {
    throw new AppError({ kind: 'user', code: 'staging.passphraseTooShort', field: 'passphrase' });
  }
  const rule = brokenImportJobNameRule(draft.offlineDetails.importJobName);
  if (rule !== undefined) {
    throw new AppError({
      kind: 'user',
      code: 'azure.importJobNameInvalid',
      params: { rule, name: draft.offlineDetails.importJobName },
      field: 'draft.offlineDetails.importJobName',
    });
  }
  requireFolder(draft.offlineDetails.stagingLocation);
}

function recordOf(request: BackUpRequest, output: BackUpOutput, machineName: string): StagingRecord {
  const { setId, recoveryPointId, descriptorFile, startedAt, finishedAt, totals, volumes, reportFile } =
    output;
  const furtherFolders = [...output.furtherFolders];
  return {
    stagingPath: request.draft.offlineDetails.stagingLocation,
    setId,
    recoveryPointId,
    descriptorFile,
    machineName,
    startedAt,
    finishedAt,
    files: totals.files,
    folders: totals.folders,
    sourceBytes: totals.sourceBytes,
    stagedBytes: totals.stagedBytes,
    volumes,
    skippedFiles: totals.skipped,
    ...(reportFile === undefined ? {} : { reportFile }),
    ...(furtherFolders.length === 0 ? {} : { furtherFolders }),
  };
}

export function createStagingService(parts: StagingServiceParts): StagingService {
  const { log, clock, machineName, snapshots = createNoSourceSnapshots() } = parts;
  const creator = `${packageFile.name} ${packageFile.version}`;
  const clockOffset = (): number => clock.now().getTime() - Date.now();
  const backUp = async (request: BackUpRequest, control: TaskControl): Promise<StagingRecord> => {
    requireBackUpInput(request);
    const { draft, passphrase, setId, jobDetails, speedLimit, waitsForSpace, furtherFolders, threads } =
      request;
    const folder = draft.offlineDetails.stagingLocation;
    const baseName = draft.offlineDetails.importJobName;
    const input: Omit<BackUpInput, keyof FrozenSource> = {
      items: draft.items,
      exclusions: draft.exclusions,
      folder,
      baseName,
      passphrase,
      setId,
      volumeBytes: draft.volumeBytes,
      machineName,
      creator,
      job: { ...jobDetails, importJobName: baseName },
      clockOffset: clockOffset(),
      ...(speedLimit === undefined ? {} : { speedLimit }),
      ...(waitsForSpace === undefined ? {} : { waitsForSpace }),
      ...(furtherFolders === undefined ? {} : { furtherFolders }),
      ...(threads === undefined ? {} : { threads }),
    };
    const run = (): Promise<BackUpOutput> =>
      whileFrozen({ snapshots, log, items: draft.items, control }, (frozen) =>
        inStagingWorker({ work: 'backUp', input: { ...input, ...frozen } }, control),
      );
    const waiting = waitsForSpace === true ? control : undefined;
    const output = await whileReachable(
      () => [folder, ...readFurtherFolders(furtherFolders)],
      () => whileLocked(folder, baseName, run, waiting),
    );
    log.info({ setId: output.setId, totals: output.totals, volumes: output.volumes }, 'staging written');
    return recordOf(request, output, machineName);
  };
  const backUpIncrement = async (
    request: IncrementRequest,
    control: WorkControl,
  ): Promise<IncrementResult> => {
    requireFolder(request.outputFolder);
    const input = { ...request, creator, machineName, clockOffset: clockOffset() };
    const run = (): Promise<IncrementResult> =>
      whileFrozen({ snapshots, log, items: request.items, control }, (frozen) =>
        inStagingWorker<IncrementResult>({ work: 'increment', input: { ...input, ...frozen } }, control),
      );
    const waiting = request.waitsForSpace === true ? control : undefined;
    const result = await whileReachable(
      () => [request.outputFolder],
      () => whileLocked(request.outputFolder, 'increment', run, waiting),
    );
    log.info({ setId: result.header.setId, addedBytes: result.addedBytes }, 'increment written');
    return result;
  };
  const describe = (stagingPath: string, setId: SetId): Promise<SetDescription> =>
    inStagingWorker({ work: 'describe', stagingPath, setId }, quietControl());
  const makeReady: StagingService['makeReady'] = async (stagingPath, setId, copied) => {
    const description = await describe(stagingPath, setId);
    const rows = description.volumes.filter(({ file }) => !copied.has(file));
    await inStagingWorker({ work: 'checkFrames', stagingPath, setId, rows }, quietControl());
    const { descriptor, mirror, repairs } = description;
    for (const repair of repairs) {
      const expected = repair.file === mirror.name ? mirror : descriptor;
      await whileLocked(stagingPath, baseNameOf(descriptor.name), () =>
        inStagingWorker({ work: 'repair', stagingPath, repair, expected }, quietControl()),
      );
      log.warn({ setId, ...repair }, 'a copy of the descriptor was written anew');
    }
    return description;
  };
  const noteMirror = (file: string): void => log.warn({ file }, 'the mirror stands in for a descriptor');
  return {
    ...createStagedKeys(quietControl),
    generatePassphrase,
    estimate,
    backUp,
    backUpIncrement,
    inspect: (stagingPath) => inStagingWorker({ work: 'inspect', stagingPath }, quietControl()),
    describe,
    makeReady,
    unlock: (location, file, passphrase) =>
      readingFrom(location, () => unlockPoint(location, file, passphrase, noteMirror)),
    openPoint: (location, file, dataKey) =>
      readingFrom(location, () => openRecoveryPoint(location, file, dataKey, noteMirror)),
    restore: (input, control) =>
      readingFrom<RestoreResult>(
        input.location,
        () => inRestoreWorker({ work: 'restore', input }, control),
        ({ failedCount }) => failedCount === 0,
      ),
    compare: (input, control) => inRestoreWorker({ work: 'compare', input }, control),
    verify: (input, control) =>
      readingFrom<VerifyResult>(
        input.location,
        () => inRestoreWorker({ work: 'verify', input }, control),
        ({ damagedCount }) => damagedCount === 0,
      ),
  };
}
