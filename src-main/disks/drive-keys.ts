/** @file Main process: the recovery passwords of a job's drives, for a page that shows one and for the import job that needs all. */
import { driveIdOf } from '../../src-shared/domain/disk-identity.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot, type PreparedDrive } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { DriveForImport } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import { type DriveKeysContent, readDriveKeys, writeDriveKeys } from './drive-keys-file.ts';
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
}: DriveKeysOptions): Pick<
  PrepareDisksService,
  'revealRecoveryPassword' | 'driveListForImport' | 'exportDriveKeys' | 'importDriveKeys'
> {
  const keyOf = async ({ identity, recoveryPasswordRef }: PreparedDrive): Promise<string> => {
    const secret = recoveryPasswordRef === undefined ? undefined : await secrets.get(recoveryPasswordRef);
    if (secret !== undefined) return secret;
    const params = { serial: identity.serial };
    throw new AppError({ kind: 'environment', code: 'disk.keyMissing', params });
  };
  const driveListForImport = async (jobId: JobId): Promise<DriveForImport[]> => {
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
  };

  return {
    async revealRecoveryPassword({ jobId, serial }) {
      const drive = driveOf(jobs.get(jobId), serial);
      const recoveryPassword = await keyOf(drive);
      log.info({ jobId, driveId: driveIdOf(drive.identity) }, 'a recovery password was shown');
      return { recoveryPassword, hideAfterSeconds: revealSeconds };
    },
    driveListForImport,
    async exportDriveKeys({ jobId, folder, passphrase }) {
      const drives = await driveListForImport(jobId);
      const { setId, importJobName } = nameOf(jobs.get(jobId));
      const content = {
        setId,
        importJobName,
        drives: drives.map(({ bitLockerKey: _key, ...drive }) => drive),
        keys: Object.fromEntries(drives.map(({ driveId, bitLockerKey }) => [driveId, bitLockerKey])),
      };
      log.info({ jobId, drives: drives.length }, 'keys of drives were written into a sealed file');
      return { path: await writeDriveKeys(content, folder, passphrase) };
    },
    async importDriveKeys({ jobId, path, passphrase }) {
      const content = await readDriveKeys(path, passphrase);
      const job = jobs.get(jobId);
      requireOwnKeys(job, content, path);
      const references = new Map<string, string>();
      for (const [driveId, key] of Object.entries(content.keys)) {
        const reference = keyReference(job, driveId);
        await secrets.put(reference, key);
        references.set(driveId, reference);
      }
      return jobs.update(jobId, 'drive.keysImported', (newest) => ({
        drives: newest.drives.map((drive) => {
          const recoveryPasswordRef = references.get(driveIdOf(drive.identity));
          return recoveryPasswordRef === undefined ? drive : { ...drive, recoveryPasswordRef };
        }),
      }));
    },
  };
}

/** Under what a drive's key is kept: by set, so that a job record that was lost and made anew finds it again. */
export function keyReference(job: JobSnapshot, driveId: string): string {
  return `bitlocker/${job.staging?.setId ?? job.id}/${driveId}`;
}

function nameOf(job: JobSnapshot): { readonly setId: string; readonly importJobName: string } {
  return { setId: job.staging?.setId ?? '', importJobName: job.draft.offlineDetails.importJobName };
}

/** @throws AppError `disk.keyFileOtherJob` unless the file is about the very drives of the job, manifests included */
function requireOwnKeys(job: JobSnapshot, content: DriveKeysContent, path: string): void {
  const { setId, importJobName } = nameOf(job);
  const finished = job.drives.filter(({ state }) => state === 'ready');
  const isOwn =
    content.setId === setId &&
    content.importJobName === importJobName &&
    finished.every(({ identity, manifestMd5 }) =>
      content.drives.some(
        ({ driveId, manifestHash }) => driveId === driveIdOf(identity) && manifestHash === manifestMd5,
      ),
    );
  if (isOwn) return;
  throw new AppError({
    kind: 'user',
    code: 'disk.keyFileOtherJob',
    params: { path, job: content.importJobName },
    field: 'path',
    retry: 'choose-again',
  });
}
