/** @file Main process: from what the operator chose to a drive that a session may use. */
import { join } from 'node:path';
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { DiskIdentity } from '../../../src-shared/domain/disks.ts';
import type { DiskId, JobId } from '../../../src-shared/domain/ids.ts';
import { isRecoveryPassword } from '../../../src-shared/domain/recovery-password.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { MountedVolume } from '../../platform/ports/disk-platform.ts';
import { findDisk, requireUsable } from '../disk-errors.ts';
import type { EraseGuard } from '../erase-guard.ts';
import { manifestFile } from '../manifest/manifest-types.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import type { OpenVolumePorts } from './open-volume.ts';
import { newSessionDrive, type SessionDrive } from './session-drive.ts';

export interface AuthorisePorts extends OpenVolumePorts {
  readonly guard: Pick<EraseGuard, 'redeem'>;
}

/** @throws AppError `disk.manifestFromOtherJob` when the volume is a finished drive of another job */
async function refuseOtherJobsDrive(
  volume: MountedVolume,
  identity: DiskIdentity,
  sessionFolder: string,
): Promise<void> {
  let isOther = false;
  try {
    await readManifest(join(volume.rootPath, manifestFile.slice(1)), (blob) => {
      isOther ||= !blob.filePath.toLowerCase().startsWith(`\\${sessionFolder.toLowerCase()}\\`);
    });
  } catch (error) {
    // No manifest, or one that no datacenter could read either: nothing that could be lost by writing ours.
    if (!(error instanceof AppError)) throw error;
  }
  if (!isOther) return;
  throw new AppError({
    kind: 'user',
    code: 'disk.manifestFromOtherJob',
    params: { serial: identity.serial },
    retry: 'choose-again',
  });
}

async function withExistingKey(
  ports: AuthorisePorts,
  diskId: DiskId,
  typedPassword: string,
  sessionFolder: string,
): Promise<SessionDrive> {
  const recoveryPassword = typedPassword.trim();
  if (!isRecoveryPassword(recoveryPassword)) {
    throw new AppError({
      kind: 'user',
      code: 'disk.recoveryPasswordInvalid',
      field: 'existingRecoveryPassword',
    });
  }
  const { facts } = requireUsable(findDisk(await ports.readFresh(), diskId));
  const volume = await ports.platform.unlock(facts.identity, recoveryPassword);
  try {
    await refuseOtherJobsDrive(volume, facts.identity, sessionFolder);
  } catch (error) {
    await ports.platform.lock(facts.identity);
    throw error;
  }
  const drive = newSessionDrive(facts.identity, 'key');
  drive.diskId = diskId;
  drive.recoveryPasswordRef = ports.secretReference(drive.driveId);
  await ports.secrets.put(drive.recoveryPasswordRef, recoveryPassword);
  return drive;
}

/**
 * Uses a ticket up, or tries an existing key at once, so that a slip of typing is answered where it was made.
 * @throws AppError `disk.ticketInvalid`, `disk.ticketExpired`, `disk.identityChanged`, `disk.blocked`, `disk.notFound`,
 * `disk.recoveryPasswordInvalid`, `disk.recoveryPasswordWrong`, `disk.manifestFromOtherJob`
 */
export async function authoriseDrive(
  ports: AuthorisePorts,
  jobId: JobId,
  choice: DiskChoice,
  sessionFolder: string,
): Promise<SessionDrive> {
  if (!('eraseTicket' in choice)) {
    return withExistingKey(ports, choice.diskId, choice.existingRecoveryPassword, sessionFolder);
  }
  const facts = await ports.guard.redeem(jobId, choice.diskId, choice.eraseTicket);
  const drive = newSessionDrive(facts.identity, 'erase');
  drive.diskId = choice.diskId;
  return drive;
}
