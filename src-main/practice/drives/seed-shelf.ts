import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drivePaths } from './drive-record.ts';
import type { DriveShelf, ShelvedDrive } from './drive-shelf.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

export interface ShelfSize {
  /** Number of data drives. */
  readonly count: number;
  readonly sizeBytes: number;
}
export const defaultShelfSize: ShelfSize = { count: 3, sizeBytes: 256 * mebibyte };

async function fill(drive: ShelvedDrive, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(drivePaths(drive.folder).volume, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, content);
  }
}

async function addSystemDisk(shelf: DriveShelf): Promise<void> {
  const system = await shelf.add({
    serial: 'PRACTICESYSTEM',
    model: 'Practice NVMe 512G',
    bus: 'nvme',
    sizeBytes: 512 * gibibyte,
    backsSystem: true,
    letter: 'C',
    label: 'Windows',
  });
  await fill(system, {
    'Windows/system.ini': '; for 16-bit app support\r\n',
    'Program Files/readme.txt': 'Programs of the practice computer.\r\n',
    'Users/readme.txt': 'Profiles of the practice computer.\r\n',
  });
}

/** Drives that must be judged, not hidden: a stick, 4096-byte sectors, and one above 10 TB that works with a warning. */
async function addSpecialDrives(shelf: DriveShelf): Promise<void> {
  const stick = await shelf.add({
    serial: 'PRACTICESTICK',
    model: 'Practice USB Stick 64',
    bus: 'usb',
    sizeBytes: 64 * mebibyte,
    removable: true,
    label: 'STICK',
  });
  await fill(stick, { 'Slides/talk.txt': 'Slides of last week.\n' });
  await shelf.add({
    serial: 'PRACTICE4096',
    model: 'Practice SATA 4Kn 512',
    sizeBytes: 512 * mebibyte,
    logicalSectorBytes: 4096,
  });
  await shelf.add({ serial: 'PRACTICE12TB', model: 'Practice SATA 12T', sizeBytes: 12e12 });
}

/** Fills an empty shelf. The last data drive holds old photos, so that the warning before erasing has something to say. */
export async function seedShelf(shelf: DriveShelf, size: ShelfSize = defaultShelfSize): Promise<void> {
  if ((await shelf.list()).length > 0) return;
  await addSystemDisk(shelf);
  for (let drive = 1; drive <= size.count; drive += 1) {
    const attached = await shelf.attachDrive(size.sizeBytes);
    if (drive < size.count || size.count === 1) continue;
    await fill(attached, {
      'Old photos/2009 holiday/IMG_0001.JPG': 'not really a picture\n',
      'Old photos/2009 holiday/IMG_0002.JPG': 'not really a picture\n',
      'Old photos/2011 garden/IMG_0107.JPG': 'not really a picture\n',
    });
    await shelf.change(attached.record.serial, { volume: { label: 'Photos', fileSystem: 'NTFS' } });
  }
  await addSpecialDrives(shelf);
}
