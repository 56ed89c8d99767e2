/** @file Main process: from what the operator chose to a drive that a session may use. */
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { DiskId, JobId } from '../../../src-shared/domain/ids.ts';
import { isRecoveryPassword } from '../../../src-shared/domain/recovery-password.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { findDisk, requireUsable } from '../disk-errors.ts';
import type { EraseGuard } from '../erase-guard.ts';
import { driveRemarks } from '../recover/drive-remarks.ts';
import { inspectVolume, type RecoverPorts } from '../recover/recover-drives.ts';
import { newSessionDrive, type SessionDrive } from './session-drive.ts';
import type { StagedSet } from './staged-set.ts';

export interface AuthorisePorts extends RecoverPorts {
  readonly guard: Pick<EraseGuard, 'redeem'>;
}

async function withExistingKey(
  ports: AuthorisePorts,
  diskId: DiskId,
  typedPassword: string,
  set: StagedSet,
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
  const { identity } = facts;
  const volume = await ports.platform.unlock(identity, recoveryPassword);
  const drive = newSessionDrive(identity, 'key');
  try {
    const content = await inspectVolume(ports, identity, volume, set);
    drive.found = new Set(content.present);
    drive.remarks = driveRemarks(identity.serial, content);
  } catch (error) {
    await ports.platform.lock(identity);
    throw error;
  }
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
  set: StagedSet,
): Promise<SessionDrive> {
  if (!('eraseTicket' in choice)) {
    return withExistingKey(ports, choice.diskId, choice.existingRecoveryPassword, set);
  }
  const facts = await ports.guard.redeem(jobId, choice.diskId, choice.eraseTicket);
  const drive = newSessionDrive(facts.identity, 'erase');
  drive.diskId = choice.diskId;
  return drive;
}
