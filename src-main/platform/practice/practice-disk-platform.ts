/** @file Disks of a practice computer: the folders of a drive shelf behind the port that real disks have too. */
import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DiskFacts, DiskIdentity, DiskVolume } from '../../../src-shared/domain/disks.ts';
import { diskIdSchema } from '../../../src-shared/domain/ids.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { createLock, drawRecoveryPassword } from '../../practice/drives/drive-lock.ts';
import { type DriveRecord, drivePaths, identityOf } from '../../practice/drives/drive-record.ts';
import { type DriveShelf, disappeared, type ShelvedDrive } from '../../practice/drives/drive-shelf.ts';
import { lockVolume, settleLock, unlockVolume, writeOpenKey } from '../../practice/drives/lock-volume.ts';
import {
  firstFolders,
  freeVolumeBytes,
  usedVolumeBytes,
  volumeCapacityBytes,
} from '../../practice/drives/volume-files.ts';
import type { DiskPlatform, MountedVolume } from '../ports/disk-platform.ts';

export interface PracticeDiskOptions {
  /** How long turning encryption on takes, all percent steps together. */
  readonly encryptMilliseconds?: number;
}

async function volumeOf({ folder, record }: ShelvedDrive): Promise<DiskVolume | undefined> {
  if (record.volume === undefined) return undefined;
  const root = drivePaths(folder).volume;
  const isLocked = record.lockState === 'locked';
  return {
    letter: record.letter,
    label: isLocked ? '' : record.volume.label,
    fileSystem: isLocked ? '' : record.volume.fileSystem,
    sizeBytes: volumeCapacityBytes(record.sizeBytes),
    usedBytes: isLocked ? 0 : await usedVolumeBytes(root),
    firstFolders: isLocked ? [] : [...(await firstFolders(root, 8))],
    bitLocker: isLocked ? 'locked' : record.lockState === 'off' ? 'off' : 'on',
  };
}

async function factsOf(drive: ShelvedDrive): Promise<DiskFacts> {
  const { folder, record } = drive;
  const volume = await volumeOf(drive);
  return {
    id: diskIdSchema.parse(record.uniqueId),
    number: record.number,
    identity: identityOf(record),
    logicalSectorBytes: record.logicalSectorBytes,
    isRemovable: record.removable,
    isBehindUsbAdapter: record.usbAdapter,
    isReadOnly: record.readOnly,
    isOffline: record.offline,
    backsSystem: record.backsSystem,
    isPractice: true,
    volumes: volume === undefined ? [] : [volume],
    mountPaths: volume === undefined ? [] : [drivePaths(folder).volume],
  };
}

function isSame(one: DiskIdentity, other: DiskIdentity): boolean {
  return (['uniqueId', 'serial', 'model', 'bus', 'sizeBytes'] as const).every(
    (key) => one[key] === other[key],
  );
}

const refused = (code: 'disk.blocked' | 'disk.writeFailed' | 'disk.locked', record: DriveRecord): AppError =>
  new AppError({ kind: 'device', code, params: { serial: record.serial, model: record.model } });

class PracticeDisks implements DiskPlatform {
  readonly #shelf: DriveShelf;
  readonly #encryptMilliseconds: number;

  constructor(shelf: DriveShelf, options: PracticeDiskOptions) {
    this.#shelf = shelf;
    this.#encryptMilliseconds = options.encryptMilliseconds ?? 1000;
  }

  async listDisks(signal?: AbortSignal): Promise<readonly DiskFacts[]> {
    const facts: DiskFacts[] = [];
    for (const drive of await this.#shelf.list()) {
      signal?.throwIfAborted();
      if (drive.record.location === 'here') facts.push(await factsOf(drive));
    }
    return facts;
  }

  /** Reads the drive again right before something is done to it. */
  async #confirm(identity: DiskIdentity): Promise<ShelvedDrive> {
    const here = (await this.#shelf.list()).filter(({ record }) => record.location === 'here');
    const drive = here.find(({ record }) => record.uniqueId === identity.uniqueId);
    if (drive === undefined) throw disappeared(identity.serial);
    if (!isSame(identityOf(drive.record), identity)) {
      throw new AppError({
        kind: 'device',
        code: 'disk.identityChanged',
        params: { serial: identity.serial },
        retry: 'choose-again',
      });
    }
    return { folder: drive.folder, record: await settleLock(drive.folder) };
  }

  async #confirmWritable(identity: DiskIdentity, signal?: AbortSignal): Promise<ShelvedDrive> {
    signal?.throwIfAborted();
    const drive = await this.#confirm(identity);
    if (drive.record.backsSystem) throw refused('disk.blocked', drive.record);
    if (drive.record.readOnly || drive.record.offline) throw refused('disk.writeFailed', drive.record);
    return drive;
  }

  #mounted({ folder, record }: ShelvedDrive): MountedVolume {
    const rootPath = drivePaths(folder).volume;
    return {
      rootPath,
      letter: record.letter,
      capacityBytes: volumeCapacityBytes(record.sizeBytes),
      canReadBackUncached: false,
      freeBytes: () => freeVolumeBytes(rootPath, record.sizeBytes),
    };
  }

  async clear(identity: DiskIdentity, signal?: AbortSignal): Promise<void> {
    const { folder, record } = await this.#confirmWritable(identity, signal);
    // The record goes first: after a kill the drive counts as cleared, and leftovers go when a volume is created.
    await this.#shelf.change(record.serial, { volume: undefined, lock: undefined, lockState: 'off' });
    await removeContent(folder);
  }

  async createVolume(identity: DiskIdentity, label: string, signal?: AbortSignal): Promise<MountedVolume> {
    const drive = await this.#confirmWritable(identity, signal);
    await removeContent(drive.folder);
    await mkdir(drivePaths(drive.folder).volume, { recursive: true });
    const record = await this.#shelf.change(drive.record.serial, {
      volume: { label, fileSystem: 'NTFS' },
      lock: undefined,
      lockState: 'off',
    });
    return this.#mounted({ folder: drive.folder, record });
  }

  async encrypt(
    identity: DiskIdentity,
    onPercent: (percent: number) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly recoveryPassword: string }> {
    const { folder, record } = await this.#confirmWritable(identity, signal);
    if (record.volume === undefined || record.lockState !== 'off') throw refused('disk.writeFailed', record);
    const steps = 10;
    for (let step = 0; step < steps; step += 1) {
      onPercent((step * 100) / steps);
      await pause(this.#encryptMilliseconds / steps, undefined, signal === undefined ? {} : { signal });
    }
    const recoveryPassword = drawRecoveryPassword();
    const { lock, key } = await createLock(recoveryPassword);
    await this.#confirmWritable(identity, signal);
    await writeOpenKey(folder, key);
    await this.#shelf.change(record.serial, { lock, lockState: 'unlocked' });
    onPercent(100);
    return { recoveryPassword };
  }

  async unlock(
    identity: DiskIdentity,
    recoveryPassword: string,
    signal?: AbortSignal,
  ): Promise<MountedVolume> {
    signal?.throwIfAborted();
    const { folder, record } = await this.#confirm(identity);
    if (record.volume === undefined) throw refused('disk.locked', record);
    return this.#mounted({ folder, record: await unlockVolume(folder, recoveryPassword) });
  }

  async mountedVolume(identity: DiskIdentity): Promise<MountedVolume | undefined> {
    const drive = await this.#confirm(identity);
    const isOpen = drive.record.volume !== undefined && drive.record.lockState !== 'locked';
    return isOpen ? this.#mounted(drive) : undefined;
  }

  async lock(identity: DiskIdentity): Promise<void> {
    const { folder, record } = await this.#confirm(identity);
    const usedBytes = await usedVolumeBytes(drivePaths(folder).volume);
    // A folder takes more than a drive could. What does not fit would not be on a real drive either.
    if (usedBytes > volumeCapacityBytes(record.sizeBytes)) {
      throw new AppError({ kind: 'device', code: 'disk.full', params: { serial: record.serial } });
    }
    await lockVolume(folder);
  }
}

async function removeContent(folder: string): Promise<void> {
  const paths = drivePaths(folder);
  for (const path of [paths.openKey, paths.sealedNames, paths.sealed, paths.volume]) {
    await rm(path, { recursive: true, force: true });
  }
}

export function practiceDiskPlatform(shelf: DriveShelf, options: PracticeDiskOptions = {}): DiskPlatform {
  return new PracticeDisks(shelf, options);
}
