import type { CallInput, CallName, CallOutput } from '../../src-shared/contract/calls.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { DriveForImport } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { DiskPlatform } from '../platform/ports/disk-platform.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import type { StagingService } from '../staging/staging-service.ts';

export interface PrepareDisksOptions {
  readonly platform: DiskPlatform;
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly staging: Pick<StagingService, 'inspect' | 'describe' | 'makeReady'>;
  readonly log: Log;
  readonly isPractice: boolean;
  /** Program and version in the manifests; by default the product's name. */
  readonly clientCreator?: string;
}

type Call<Verb extends string> = `prepareDisks.${Verb}` extends infer Name extends CallName
  ? (input: CallInput<Name>) => Promise<CallOutput<Name>>
  : never;

/** Each method answers the contract call of its name; errors are those of the parts that it calls. */
export interface PrepareDisksService {
  /** @throws AppError `staging.pathUnknown`, `staging.foreignFolder`, `staging.descriptorDamaged` */
  inspectStaging: Call<'inspectStaging'>;
  /** @throws AppError `staging.pathUnknown`, `staging.descriptorMissing`, `staging.descriptorDamaged` */
  openStagedJob: Call<'openStagedJob'>;
  /**
   * Finds attached drives that this computer has keys for and the record does not know: what is left of a lost record.
   * @throws AppError `job.wrongPhase`, `job.alreadyRunning`, `disk.listFailed`, what describing staging throws
   */
  recoverDrives: Call<'recoverDrives'>;
  /** @throws AppError `job.notFound` */
  listDisks: Call<'listDisks'>;
  /** Places what no drive of the job has yet. @throws AppError `disk.notFound`, `disk.blocked`, `disk.listFailed` */
  plan: Call<'plan'>;
  /** @throws AppError `job.wrongPhase`, `disk.notFound`, `disk.blocked`, `disk.listFailed` */
  requestErase: Call<'requestErase'>;
  confirmErase: Call<'confirmErase'>;
  /**
   * Starts or goes on. Without disks while a session waits, it takes failed drives in again that are back.
   * @throws AppError `staging.descriptorDamaged`, `staging.volumeMissing`, `staging.volumeDamaged`, `job.wrongPhase`, `job.alreadyRunning`, `disk.noneSelected`, `disk.tooSmallForBlob`, `disk.tooManyForJob`,
   * `disk.alreadyInJob`, and what using a ticket or a key throws
   */
  start: Call<'start'>;
  /** @throws AppError as `start`; `task.notFound` when no session runs */
  addDisk: Call<'addDisk'>;
  /** Stops a drive of the running session, or takes one out of the job. @throws AppError `job.wrongPhase`, `disk.notFound` */
  stopDisk: Call<'stopDisk'>;
  /** @throws AppError `disk.notFound`, `disk.keyMissing` */
  revealRecoveryPassword: Call<'revealRecoveryPassword'>;
  /**
   * Writes drives, manifest hashes and sealed keys into a file, for a computer with a network that creates the import job.
   * @throws AppError `job.wrongPhase`, `disk.keyMissing`, `staging.passphraseTooShort`, `folder.notFound`, `folder.notWritable`
   */
  exportDriveKeys: Call<'exportDriveKeys'>;
  /**
   * Takes the keys of such a file into this computer's secret store.
   * @throws AppError `disk.keyFileInvalid`, `disk.keyFilePassphraseWrong`, `disk.keyFileOtherJob`
   */
  importDriveKeys: Call<'importDriveKeys'>;
  /** Finished drives of a job with their keys, in memory only. @throws AppError `disk.keyMissing`, `job.wrongPhase` */
  driveListForImport(jobId: JobId): Promise<DriveForImport[]>;
}
