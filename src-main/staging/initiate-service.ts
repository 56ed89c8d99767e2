/** @file What the Initiate page does: keeps the draft, estimates, starts Back Up. Main process. */
import type { Estimate } from '../../src-shared/contract/initiate-calls.ts';
import type { JobId, TaskId } from '../../src-shared/domain/ids.ts';
import { type InitiateDraft, speedOf } from '../../src-shared/domain/initiate-draft.ts';
import { hasReached, type JobSnapshot, type StagingRecord } from '../../src-shared/domain/job.ts';
import { brokenPassphraseRule } from '../../src-shared/domain/passphrase.ts';
import type { SpeedSettings } from '../../src-shared/domain/speed-limits.ts';
import type { Waiting } from '../../src-shared/domain/tasks.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskControl, TaskRegistry } from '../jobs/task-control.ts';
import { announceWaiting } from './announce-waiting.ts';
import { requireCompleteDraft } from './draft-rules.ts';
import { folderIdentity, refuseOtherFolder } from './earlier-run-rules.ts';
import { Estimates } from './estimates.ts';
import { refuseOtherVolumes, withFolder } from './further-folder-rules.ts';
import { createFurtherFolders, type FurtherFolders } from './further-folders.ts';
import { furtherFoldersOf } from './read/file-finder.ts';
import { createSpeedLimitCell, type SpeedLimitCell } from './speed-limit-cell.ts';
import type { StagingService } from './staging-service.ts';
import type { JobDetails } from './staging-types.ts';
import { refuseTooLongVolumes } from './write/file-size-limit.ts';

export interface InitiateServiceParts {
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly staging: StagingService;
  /** Undefined when it cannot be told. */
  readonly isVirtualMachine?: boolean | undefined;
  /** Told once per folder and run that the backup of an import job waits for space. */
  readonly onWaiting?: (importJobName: string, waiting: Waiting) => void;
}

export interface InitiateService {
  /** Keeps what was typed, rules broken or not. @throws AppError `job.wrongPhase` once the initial backup is in staging */
  saveDraft(jobId: JobId, draft: InitiateDraft): Promise<JobSnapshot>;
  estimate(jobId: JobId): Promise<Estimate>;
  /** Newest figures without walking. */
  latestEstimate(jobId: JobId): Estimate | undefined;
  /**
   * Starts writing the initial backup, or goes on with an interrupted one.
   * @throws AppError of kind `user` with the field for whatever is missing or wrong, `job.alreadyRunning`, `job.nameTaken`
   */
  backUp(jobId: JobId, passphrase: string): TaskId;
  /**
   * Keeps another folder for volumes, which a running backup uses from now on. Whether anything can be written there was looked at
   * before (`checkStaging`).
   * @throws AppError `staging.nameTaken`, `staging.volumesTooLong`, `staging.tooManyFolders`, `job.wrongPhase` once the initial backup is in staging
   */
  addStagingFolder(jobId: JobId, path: string): Promise<JobSnapshot>;
  /** Keeps how much the backup may take of the computer; a running one follows at once. */
  setSpeed(jobId: JobId, speed: SpeedSettings): Promise<JobSnapshot>;
  close(): void;
}

/**
 * What the descriptor tells the copy computer and the vault; no secrets (staging-format.md 5). The staging location so that the copy
 * computer can compare its own path with it (R110), the kind of machine so that it can refuse to be the same virtual one (R116).
 */
function jobDetailsOf(job: JobSnapshot, isVirtualMachine: boolean | undefined): JobDetails {
  return {
    ...job.draft.offlineDetails,
    cloudId: job.cloudId,
    ...(isVirtualMachine === undefined ? {} : { sourceIsVirtualMachine: String(isVirtualMachine) }),
  };
}

/** File that shows whether a folder takes volumes as long as these. */
const lengthProbe = '.offline-backup-length.tmp';

/** Further folders belong to the staging location that was full, and to the files with that name. */
function isSamePlace(before: InitiateDraft, after: InitiateDraft): boolean {
  const [old, next] = [before.offlineDetails, after.offlineDetails];
  return old.stagingLocation === next.stagingLocation && old.importJobName === next.importJobName;
}

function requireNotStaged(job: JobSnapshot): void {
  if (hasReached(job, 'staged')) {
    throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
  }
}

export function createInitiateService(parts: InitiateServiceParts): InitiateService {
  const { jobs, tasks, staging, isVirtualMachine, onWaiting = () => undefined } = parts;
  const estimates = new Estimates(staging);
  /** What running backups look at. */
  const limits = new Map<JobId, SpeedLimitCell>();
  const folders = new Map<JobId, FurtherFolders>();

  function requireFreeName(job: JobSnapshot): void {
    const name = job.draft.offlineDetails.importJobName;
    const isTaken = jobs
      .list()
      .some(
        (other) =>
          other.id !== job.id && other.phase !== 'draft' && other.draft.offlineDetails.importJobName === name,
      );
    if (isTaken) {
      throw new AppError({
        kind: 'user',
        code: 'job.nameTaken',
        field: 'draft.offlineDetails.importJobName',
        params: { name },
      });
    }
  }

  async function backUpLimited(
    job: JobSnapshot,
    passphrase: string,
    control: TaskControl,
  ): Promise<StagingRecord> {
    const { stagingLocation, importJobName: name } = job.draft.offlineDetails;
    const limit = createSpeedLimitCell(speedOf(job.draft));
    limits.set(job.id, limit);
    // The set knows them too, for when this record is younger than the run.
    const known = [...furtherFoldersOf(stagingLocation, name), ...(job.furtherStagingFolders ?? [])];
    const further = createFurtherFolders(known);
    folders.set(job.id, further);
    try {
      return await staging.backUp(
        {
          draft: job.draft,
          passphrase,
          jobDetails: jobDetailsOf(job, isVirtualMachine),
          ...(job.staging === undefined ? {} : { setId: job.staging.setId }),
          speedLimit: limit.memory,
          waitsForSpace: true,
          furtherFolders: further.memory,
        },
        announceWaiting(control, (waiting) => onWaiting(name, waiting)),
      );
    } finally {
      limits.delete(job.id);
      folders.delete(job.id);
      limit.close();
    }
  }

  async function run(jobId: JobId, passphrase: string, control: TaskControl): Promise<void> {
    const before = jobs.get(jobId);
    await refuseOtherFolder(before);
    const stagingFolder = await folderIdentity(before.draft.offlineDetails.stagingLocation);
    const job = await jobs.update(jobId, 'staging.started', () => ({
      phase: 'staging',
      ...(stagingFolder === undefined ? {} : { stagingFolder }),
    }));
    const record = await backUpLimited(job, passphrase, control);
    await jobs.update(jobId, 'staging.finished', () => ({
      phase: 'staged',
      staging: {
        ...record,
        ...(isVirtualMachine === undefined ? {} : { sourceIsVirtualMachine: isVirtualMachine }),
      },
    }));
  }

  return {
    saveDraft: (jobId, draft) =>
      jobs.update(jobId, 'draft.saved', (job) => {
        requireNotStaged(job);
        if (isSamePlace(job.draft, draft)) return { draft };
        return { draft, furtherStagingFolders: [], stagingFolder: undefined };
      }),
    estimate: (jobId) => estimates.estimate(jobId, jobs.get(jobId).draft),
    latestEstimate: (jobId) => estimates.latest(jobId),
    backUp(jobId, passphrase) {
      const job = jobs.get(jobId);
      requireNotStaged(job);
      requireCompleteDraft(job.draft);
      requireFreeName(job);
      if (brokenPassphraseRule(passphrase) !== undefined) {
        throw new AppError({ kind: 'user', code: 'staging.passphraseTooShort', field: 'passphrase' });
      }
      return tasks.start(
        {
          kind: 'staging',
          jobId,
          title: job.draft.offlineDetails.importJobName,
          phases: [
            'takingSnapshot',
            'preparingStorage',
            'estimatingSize',
            'transferringData',
            'verifyingBackup',
            'done',
          ],
          canPause: true,
          canStop: true,
        },
        (control) => run(jobId, passphrase, control),
      );
    },
    async addStagingFolder(jobId, path) {
      const { offlineDetails, volumeBytes } = jobs.get(jobId).draft;
      const { stagingLocation, importJobName } = offlineDetails;
      refuseOtherVolumes(path, stagingLocation, importJobName);
      refuseTooLongVolumes(path, lengthProbe, volumeBytes);
      const job = await jobs.update(jobId, 'staging.folderAdded', (found) => {
        requireNotStaged(found);
        return { furtherStagingFolders: withFolder(found.furtherStagingFolders ?? [], path) };
      });
      folders.get(jobId)?.add(path);
      return job;
    },
    async setSpeed(jobId, speed) {
      const job = await jobs.update(jobId, 'speed.changed', ({ draft }) => ({ draft: { ...draft, speed } }));
      limits.get(jobId)?.change(speed);
      return job;
    },
    close: () => estimates.close(),
  };
}
