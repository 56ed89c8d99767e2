/** @file Main process: the recovery passwords of a job's drives, for a page that shows one and for the import job that needs all. */
import { driveIdOf } from '../../src-shared/domain/disk-identity.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot, type PreparedDrive } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { DriveForImport } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import type { PrepareDisksService } from './prepare-disks-types.ts';

/** How long a page may show a key. */
const revealSeconds = 30;

export interface DriveKeysOptions {
  readonly jobs: JobStore;
  readonly secrets: SecretStore;
  readonly log: Log;
}

/** A job's drive by its serial. @throws AppError `disk.notFound` */
export function driveOf(job: JobSnapshot, serial: string): PreparedDrive {
  const wanted = driveIdOf({ serial });
  const drive = job.drives.find(({ identity }) => driveIdOf(identity) === wanted);
  if (drive !== undefined) return drive;
  throw new AppError({ kind: 'user', code: 'disk.notFound', params: { diskId: serial } });
}

export function createDriveKeys({
  jobs,
  secrets,
  log,
}: DriveKeysOptions): Pick<PrepareDisksService, 'revealRecoveryPassword' | 'driveListForImport'> {
  const keyOf = async ({ identity, recoveryPasswordRef }: PreparedDrive): Promise<string> => {
    const secret = recoveryPasswordRef === undefined ? undefined : await secrets.get(recoveryPasswordRef);
    if (secret !== undefined) return secret;
    const params = { serial: identity.serial };
    throw new AppError({ kind: 'environment', code: 'disk.keyMissing', params });
  };
  return {
    async revealRecoveryPassword({ jobId, serial }) {
      const drive = driveOf(jobs.get(jobId), serial);
      const recoveryPassword = await keyOf(drive);
      log.info({ jobId, driveId: driveIdOf(drive.identity) }, 'a recovery password was shown');
      return { recoveryPassword, hideAfterSeconds: revealSeconds };
    },
    async driveListForImport(jobId: JobId) {
      const job = jobs.get(jobId);
      if (!hasReached(job, 'prepared')) {
        throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
      }
      const drives: DriveForImport[] = [];
      for (const drive of job.drives) {
        const { state, identity, manifestFile, manifestMd5 } = drive;
        if (state !== 'ready' || manifestFile === undefined || manifestMd5 === undefined) continue;
        const bitLockerKey = await keyOf(drive);
        drives.push({ driveId: driveIdOf(identity), bitLockerKey, manifestFile, manifestHash: manifestMd5 });
      }
      return drives;
    },
  };
}
