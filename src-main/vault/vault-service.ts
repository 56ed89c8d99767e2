import { join } from 'node:path';
import type { CleanUpPreview } from '../../src-shared/contract/monitor-calls.ts';
import type { JobId, TaskId } from '../../src-shared/domain/ids.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskControl, TaskRegistry } from '../jobs/task-control.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { StagingService } from '../staging/staging-service.ts';
import { cleanUp, previewCleanUp, requireCleanUp } from './clean-up.ts';
import { openIncrement, runIncrement } from './incremental.ts';
import { moveToVault, requireImported } from './move-to-vault.ts';
import { startSeedSchedule } from './seed-schedule.ts';
import type { VaultAzure } from './vault-azure.ts';
import type { VaultContext } from './vault-context.ts';
import { seedPlaceOf } from './vault-layout.ts';

export interface VaultService {
  /** @throws AppError `vault.importNotFinished`, `job.wrongPhase`, `job.alreadyRunning` */
  moveToVault(jobId: JobId): Promise<TaskId>;
  /** @throws AppError `vault.notVerified`, `staging.passphraseWrong`, `vault.pointNotFound`, `job.alreadyRunning`, `azure.*` */
  runIncremental(jobId: JobId, passphrase: string): Promise<TaskId>;
  cleanUpPreview(jobId: JobId): Promise<CleanUpPreview>;
  /** @throws AppError `vault.notVerified`, `vault.importNotFinished`, `vault.cleanUpNotConfirmed`, `job.alreadyRunning` */
  cleanUp(jobId: JobId, typedText: string): Promise<TaskId>;
  /** Begins to move seeds by itself when the next scheduled backup has come. */
  start(): void;
  close(): Promise<void>;
}

export interface VaultServiceOptions {
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly clock: Clock;
  readonly staging: StagingService;
  readonly azure: VaultAzure;
  readonly log: Log;
  /** Absolute folder of the program's own state. */
  readonly dataFolder: string;
}

/** The vault: seed, increments, clean-up. Nothing is registered or deleted before every byte was read back. */
export function createVaultService(options: VaultServiceOptions): VaultService {
  const { jobs, tasks, clock, log } = options;
  const context: VaultContext = {
    jobs,
    clock,
    log,
    azure: options.azure,
    staging: options.staging,
    workFolder: join(options.dataFolder, 'increments'),
  };
  let schedule: { stop(): void } | undefined;

  const startMove = async (jobId: JobId): Promise<TaskId> => {
    const job = jobs.get(jobId);
    requireImported(job, jobs.list());
    return tasks.start(
      {
        kind: 'moveToVault',
        jobId,
        title: seedPlaceOf(job).importJobName,
        phases: ['readingRecoveryPoint', 'copyingToVault', 'verifyingVault', 'registeringPoint'],
        canPause: true,
        canStop: true,
      },
      (control: TaskControl) => moveToVault(context, jobId, control),
    );
  };

  return {
    moveToVault: startMove,
    async runIncremental(jobId, passphrase) {
      const opened = await openIncrement(context, jobId, passphrase);
      return tasks.start(
        {
          kind: 'incrementalBackup',
          jobId,
          title: seedPlaceOf(opened.job).importJobName,
          phases: [
            'takingSnapshot',
            'readingRecoveryPoint',
            'scanning',
            'verifyingBackup',
            'uploadingChanges',
            'registeringPoint',
          ],
          canPause: true,
          canStop: true,
        },
        (control) => runIncrement(context, opened, control),
      );
    },
    cleanUpPreview: (jobId) => previewCleanUp(context, jobId),
    async cleanUp(jobId, typedText) {
      const job = jobs.get(jobId);
      requireCleanUp(job, typedText);
      return tasks.start(
        {
          kind: 'cleanUp',
          jobId,
          title: seedPlaceOf(job).importJobName,
          phases: ['deleting'],
          canPause: true,
          canStop: true,
        },
        (control) => cleanUp(context, jobId, control),
      );
    },
    start() {
      schedule ??= startSeedSchedule({ jobs, tasks, clock, log, startMove });
    },
    async close() {
      schedule?.stop();
      schedule = undefined;
    },
  };
}
