/** @file The practice drives of one computer or one practice world. Nothing is cached: every call reads the folders again. */
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BusType } from '../../../src-shared/domain/disks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { syncFolder } from '../../platform/node/atomic-file.ts';
import {
  type DriveLocation,
  type DriveRecord,
  drivePaths,
  readDriveRecord,
  writeDriveRecord,
} from './drive-record.ts';
import { lockVolume } from './lock-volume.ts';
import type { DriveMounts } from './mounts/drive-mounts.ts';

/** Suffix of the folder of a drive that was unplugged. */
const unpluggedSuffix = '.unplugged';
const firstDataLetter = 'E';

export interface ShelvedDrive {
  readonly folder: string;
  readonly record: DriveRecord;
}

export interface NewDrive {
  readonly serial: string;
  readonly model: string;
  readonly sizeBytes: number;
  readonly bus?: BusType;
  readonly logicalSectorBytes?: number;
  readonly removable?: boolean;
  readonly backsSystem?: boolean;
  readonly letter?: string;
  readonly label?: string;
}

export interface DriveShelf {
  readonly folder: string;
  /** Every drive that is plugged in or travelling, by number. */
  list(): Promise<readonly ShelvedDrive[]>;
  bySerial(serial: string): Promise<ShelvedDrive | undefined>;
  add(drive: NewDrive): Promise<ShelvedDrive>;
  /** Adds a SATA drive as an operator would plug one in. */
  attachDrive(sizeBytes: number): Promise<ShelvedDrive>;
  /** Replaces parts of a record; the newest one is read first. @throws AppError `disk.disappeared` */
  change(serial: string, fields: Partial<DriveRecord>): Promise<DriveRecord>;
  /** Moves drives to another place. A drive that leaves the computer loses power and so is locked. */
  send(serials: readonly string[], location: DriveLocation): Promise<void>;
  /** Fault: the drive is gone for every later call, as is its volume. */
  unplug(serial: string): Promise<void>;
  /** Ends that fault; nothing happens to a drive that is not unplugged. */
  plugBack(serial: string): Promise<void>;
}

export const disappeared = (serial: string): AppError =>
  new AppError({ kind: 'device', code: 'disk.disappeared', params: { serial }, retry: 'choose-again' });

const newDriveRecord = (drive: NewDrive, number: number, letter: string): DriveRecord => ({
  format: 'practice-drive',
  version: 1,
  number,
  uniqueId: `practice-${drive.serial.toLowerCase()}`,
  serial: drive.serial,
  model: drive.model,
  bus: drive.bus ?? 'sata',
  sizeBytes: drive.sizeBytes,
  logicalSectorBytes: drive.logicalSectorBytes ?? 512,
  removable: drive.removable ?? false,
  usbAdapter: false,
  readOnly: false,
  offline: false,
  backsSystem: drive.backsSystem ?? false,
  location: 'here',
  letter,
  volume: { label: drive.label ?? 'New Volume', fileSystem: 'NTFS' },
  lockState: 'off',
});

function freeLetter(drives: readonly ShelvedDrive[]): string {
  const taken = new Set(drives.map(({ record }) => record.letter));
  for (let code = firstDataLetter.charCodeAt(0); code <= 'Z'.charCodeAt(0); code += 1) {
    const letter = String.fromCharCode(code);
    if (!taken.has(letter)) return letter;
  }
  // Windows would attach a 23rd drive without a letter; drives that travelled give theirs up instead.
  return drives.find(({ record }) => record.location !== 'here')?.record.letter ?? 'Z';
}

/** `Practice SATA 256` for 256 MiB, `Practice SATA 12T` for 12 TB. */
function modelOf(sizeBytes: number): string {
  const mebibytes = Math.round(sizeBytes / 2 ** 20);
  const size =
    mebibytes < 1024
      ? String(mebibytes)
      : mebibytes < 2 ** 20
        ? `${Math.round(mebibytes / 1024)}G`
        : `${Math.round(sizeBytes / 1e12)}T`;
  return `Practice SATA ${size}`;
}

class FolderShelf implements DriveShelf {
  readonly folder: string;
  readonly #mounts: DriveMounts | undefined;
  #lastChange: Promise<unknown> = Promise.resolve();
  #mounted: Promise<void> | undefined;

  constructor(folder: string, mounts: DriveMounts | undefined) {
    this.folder = folder;
    this.#mounts = mounts;
  }

  /** Puts the file systems of drives back that are here from an earlier run. */
  async #mountAgain(mounts: DriveMounts): Promise<void> {
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      const isDrive =
        entry.isDirectory() && !entry.name.startsWith('.') && !entry.name.endsWith(unpluggedSuffix);
      if (isDrive) await mounts.attachAgain(join(this.folder, entry.name));
    }
  }

  /** Changes of one shelf happen one after the other, so that none works on a stale record. */
  #inOrder<Value>(work: () => Promise<Value>): Promise<Value> {
    const next = this.#lastChange.then(work, work);
    this.#lastChange = next.catch(() => undefined);
    return next;
  }

  async list(): Promise<readonly ShelvedDrive[]> {
    await mkdir(this.folder, { recursive: true });
    if (this.#mounts !== undefined) {
      this.#mounted ??= this.#mountAgain(this.#mounts);
      await this.#mounted;
    }
    const drives: ShelvedDrive[] = [];
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name.endsWith(unpluggedSuffix)) continue;
      const folder = join(this.folder, entry.name);
      const record = await readDriveRecord(folder);
      if (record !== undefined) drives.push({ folder, record });
    }
    return drives.sort((one, other) => one.record.number - other.record.number);
  }

  async bySerial(serial: string): Promise<ShelvedDrive | undefined> {
    return (await this.list()).find(({ record }) => record.serial === serial);
  }

  add(drive: NewDrive): Promise<ShelvedDrive> {
    return this.#inOrder(() => this.#add(drive));
  }

  async #add(drive: NewDrive): Promise<ShelvedDrive> {
    const drives = await this.list();
    const number = drives.reduce((most, { record }) => Math.max(most, record.number + 1), 0);
    const record = newDriveRecord(drive, number, drive.letter ?? freeLetter(drives));
    const folder = join(this.folder, drive.serial);
    if (!record.backsSystem) await this.#mounts?.attach(folder, record.sizeBytes);
    await mkdir(drivePaths(folder).volume, { recursive: true });
    await writeDriveRecord(folder, record);
    await syncFolder(this.folder);
    return { folder, record };
  }

  attachDrive(sizeBytes: number): Promise<ShelvedDrive> {
    return this.#inOrder(async () => {
      await mkdir(this.folder, { recursive: true });
      const names = new Set((await readdir(this.folder)).map((name) => name.replace(unpluggedSuffix, '')));
      let count = 1;
      const serial = (): string => `PRACTICE${String(count).padStart(4, '0')}`;
      while (names.has(serial())) count += 1;
      return this.#add({ serial: serial(), model: modelOf(sizeBytes), sizeBytes });
    });
  }

  change(serial: string, fields: Partial<DriveRecord>): Promise<DriveRecord> {
    return this.#inOrder(async () => {
      const drive = await this.bySerial(serial);
      if (drive === undefined) throw disappeared(serial);
      const record: DriveRecord = { ...drive.record, ...fields };
      await writeDriveRecord(drive.folder, record);
      return record;
    });
  }

  send(serials: readonly string[], location: DriveLocation): Promise<void> {
    return this.#inOrder(async () => {
      for (const serial of serials) {
        const drive = await this.bySerial(serial);
        if (drive === undefined) throw disappeared(serial);
        const record = location === 'here' ? drive.record : await lockVolume(drive.folder);
        await writeDriveRecord(drive.folder, { ...record, location });
      }
    });
  }

  unplug(serial: string): Promise<void> {
    const folder = join(this.folder, serial);
    return this.#inOrder(async () => {
      // What has been mounted cannot be renamed; the empty folder under it then stands for the drive.
      await this.#mounts?.detach(folder);
      await rename(folder, `${folder}${unpluggedSuffix}`);
    });
  }

  plugBack(serial: string): Promise<void> {
    const folder = join(this.folder, serial);
    return this.#inOrder(async () => {
      const unplugged = `${folder}${unpluggedSuffix}`;
      const isUnplugged =
        this.#mounts === undefined
          ? (await readDriveRecord(unplugged)) !== undefined
          : await lstat(unplugged).then(
              () => true,
              () => false,
            );
      // A drive that is plugged in already stays as it is, content and all.
      if (!isUnplugged) return;
      // What was written to a drive that had gone is gone too.
      await rm(folder, { recursive: true, force: true });
      await rename(unplugged, folder);
      await this.#mounts?.attachAgain(folder);
    });
  }
}

/**
 * @param folder the shelf; one folder per drive below it, named by serial
 * @param mounts gives data drives file systems of their own; without it drives are folders
 */
export function openDriveShelf(folder: string, mounts?: DriveMounts): DriveShelf {
  return new FolderShelf(folder, mounts);
}
