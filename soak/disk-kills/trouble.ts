/** @file What else happens to drives now and then: a cable is pulled, a drive fills up, a bit flips. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Random } from '../../bench/corpora/random.ts';
import { openDriveShelf } from '../../src-main/practice/drives/drive-shelf.ts';
import { type FinishedFile, lookAtDrives } from './finished-files.ts';
import { driveOf, type KillSet, serials, shelfOf } from './stage-set.ts';

/** Trouble while a session runs; `heal` may be called again and again, and ends it. */
export interface Trouble {
  begin(): Promise<void>;
  heal(): Promise<void>;
}

/** The drive is gone in the middle of whatever happens to it, and comes back. */
export function pulledCable({ folder }: KillSet, random: Random): Trouble {
  const shelf = openDriveShelf(shelfOf(folder));
  const serial = serials[random() % serials.length] ?? serials[0];
  return {
    // A drive that is not there now, because it has just been sealed or moved, stays as it is.
    begin: () => shelf.unplug(serial).catch(() => undefined),
    heal: () => shelf.plugBack(serial),
  };
}

const mebibyte = 1024 * 1024;

/** Takes the room of the mounted drive away but for a little; the system then says ENOSPC. */
export function fullDrive({ folder }: KillSet, random: Random): Trouble {
  const drive = driveOf(folder, serials[0]);
  const ballast = path.join(drive, 'ballast');
  return {
    async begin() {
      const { bavail, bsize } = statfsSync(drive);
      const descriptor = openSync(ballast, 'w');
      const chunk = Buffer.alloc(mebibyte);
      let left = bavail * bsize - (random() % (6 * mebibyte));
      try {
        for (; left > 0; left -= chunk.length) writeSync(descriptor, chunk, 0, Math.min(chunk.length, left));
      } catch {
        // Full already: the session wrote meanwhile.
      } finally {
        closeSync(descriptor);
      }
    },
    async heal() {
      rmSync(ballast, { force: true });
    },
  };
}

function isOpen(folder: string, serial: string): boolean {
  const record = JSON.parse(readFileSync(path.join(driveOf(folder, serial), 'drive.json'), 'utf8')) as {
    readonly lockState: string;
  };
  return record.lockState === 'unlocked';
}

/**
 * Flips a bit in a finished file of a drive that is not finished itself, and leaves its dates as they were.
 * @returns the file, or undefined when there is none
 */
export function flipBit({ folder }: KillSet, random: Random): FinishedFile | undefined {
  const files = [...lookAtDrives(folder).finished.values()].filter(({ serial }) => isOpen(folder, serial));
  const file = files[random() % Math.max(1, files.length)];
  if (file === undefined) return undefined;
  const { atime, mtime } = statSync(file.path);
  const position = random() % file.bytes;
  const byte = Buffer.alloc(1);
  const descriptor = openSync(file.path, 'r+');
  readSync(descriptor, byte, 0, 1, position);
  byte[0] = (byte[0] ?? 0) ^ (1 << (random() % 8));
  writeSync(descriptor, byte, 0, 1, position);
  fsyncSync(descriptor);
  closeSync(descriptor);
  utimesSync(file.path, atime, mtime);
  return file;
}
