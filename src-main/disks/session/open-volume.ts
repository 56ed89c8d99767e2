/** @file Main process: from a disk to a volume that can be written, with a fresh look at the disk before every step. */
import { driveIdOf, isSameDrive } from '../../../src-shared/domain/disk-identity.ts';
import type { DiskIdentity, JudgedDisk } from '../../../src-shared/domain/disks.ts';
import type { PreparedDriveState } from '../../../src-shared/domain/job.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkControl } from '../../jobs/task-control.ts';
import type { DiskPlatform, MountedVolume } from '../../platform/ports/disk-platform.ts';
import type { SecretStore } from '../../platform/ports/secret-store.ts';
import { requireConfirmedDisk, requireUsable } from '../disk-errors.ts';
import type { SessionDrive } from './session-drive.ts';

export interface OpenVolumePorts {
  readonly platform: DiskPlatform;
  readonly secrets: SecretStore;
  /** Disks read and judged right now. */
  readonly readFresh: (signal?: AbortSignal) => Promise<readonly JudgedDisk[]>;
  /** Reference under which a drive's key is kept. */
  readonly secretReference: (driveId: string) => string;
}

const largestLabel = 32;

/** The attached disk that is a record's drive, usable. @throws AppError `disk.disappeared`, `disk.blocked` */
function findDrive(disks: readonly JudgedDisk[], identity: DiskIdentity): JudgedDisk {
  const found = disks.find(({ facts }) => isSameDrive(facts.identity, identity));
  if (found !== undefined) return requireUsable(found);
  throw new AppError({
    kind: 'device',
    code: 'disk.disappeared',
    params: { serial: identity.serial, model: identity.model },
    retry: 'resume',
  });
}

/**
 * Clears, formats and encrypts a drive whose ticket was redeemed. The key is in the secret store before anything is copied.
 * @throws AppError `disk.identityChanged`, `disk.disappeared`, `disk.blocked`, what the platform throws
 */
async function eraseAndEncrypt(
  ports: OpenVolumePorts,
  drive: SessionDrive,
  label: string,
  control: WorkControl,
  enter: (state: PreparedDriveState) => Promise<void>,
): Promise<MountedVolume> {
  const { platform, secrets } = ports;
  const { identity } = drive;
  const { signal } = control;
  const step = async (state: PreparedDriveState): Promise<void> => {
    await control.waitWhilePaused();
    await enter(state);
    const disks = await ports.readFresh(signal);
    // Nothing that belongs to the session is awaited between this look and the step itself.
    requireConfirmedDisk(disks, drive.diskId, identity);
  };
  await step('clearing');
  await platform.clear(identity, signal);
  await step('formatting');
  const volume = await platform.createVolume(identity, label.slice(0, largestLabel), signal);
  await step('encrypting');
  const { recoveryPassword } = await platform.encrypt(
    identity,
    (percent) =>
      control.report({
        doneBytes: Math.round((identity.sizeBytes * percent) / 100),
        totalBytes: identity.sizeBytes,
      }),
    signal,
  );
  const reference = ports.secretReference(driveIdOf(identity));
  await secrets.put(reference, recoveryPassword);
  drive.recoveryPasswordRef = reference;
  // From here on the drive opens with its key; it is never erased again on this permission.
  drive.access = 'key';
  await enter('encrypting');
  return (await platform.mountedVolume(identity)) ?? volume;
}

/** Opens a drive with the key that is kept for it. @throws AppError `disk.keyMissing`, `disk.recoveryPasswordWrong` */
async function openWithKey(
  ports: OpenVolumePorts,
  drive: SessionDrive,
  control: WorkControl,
): Promise<MountedVolume> {
  const { facts } = findDrive(await ports.readFresh(control.signal), drive.identity);
  drive.identity = facts.identity;
  const reference = drive.recoveryPasswordRef;
  const recoveryPassword = reference === undefined ? undefined : await ports.secrets.get(reference);
  if (recoveryPassword === undefined) {
    throw new AppError({
      kind: 'environment',
      code: 'disk.keyMissing',
      params: { serial: drive.identity.serial },
      retry: 'choose-again',
    });
  }
  // Also when the volume is open already: only its own key says that this is the drive of the record.
  return ports.platform.unlock(facts.identity, recoveryPassword, control.signal);
}

/** Makes a drive's volume ready for writing, by erasing it when that was permitted, else with its key. */
export async function openVolume(
  ports: OpenVolumePorts,
  drive: SessionDrive,
  label: string,
  control: WorkControl,
  enter: (state: PreparedDriveState) => Promise<void>,
): Promise<MountedVolume> {
  await control.waitWhilePaused();
  return drive.access === 'erase'
    ? eraseAndEncrypt(ports, drive, label, control, enter)
    : openWithKey(ports, drive, control);
}
