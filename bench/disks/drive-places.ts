/** @file Folders that stand for drives: in the work folder for one, in memory for two, which must not share a device. */
import { closeSync, constants, mkdirSync, openSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

const sharedMemory = '/dev/shm';

/** Empty folder for a drive. */
export function emptyFolder(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** True when files in a folder can be written and read past the system cache. */
export function hasDirectAccess(folder: string): boolean {
  const probe = path.join(folder, 'direct.probe');
  try {
    closeSync(openSync(probe, constants.O_RDWR | constants.O_CREAT | constants.O_DIRECT));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** @returns where two drives do not share a device; the work folder, where they do, when memory has too little room */
export function parallelPlace(workFolder: string, bytes: number): { folder: string; isMemory: boolean } {
  try {
    const { bavail, bsize } = statfsSync(sharedMemory);
    const isMemory = bavail * bsize >= 1.5 * bytes;
    if (isMemory) return { folder: path.join(sharedMemory, `offline-backup-bench-${process.pid}`), isMemory };
  } catch {
    // No such folder: a system without shared memory.
  }
  return { folder: path.join(workFolder, 'output', 'drives'), isMemory: false };
}

/** @throws Error that says how much room is missing */
export function requireRoomFor(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const needed = bytes * 1.1;
  if (bavail * bsize >= needed) return;
  const gigabytes = (value: number): string => `${(value / 1e9).toFixed(1)} GB`;
  throw new Error(
    `${folder} has ${gigabytes(bavail * bsize)} free; a copy needs ${gigabytes(needed)}. Give another folder with --work.`,
  );
}
