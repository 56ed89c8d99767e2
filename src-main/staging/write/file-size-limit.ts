/** @file Worker thread: tells before the start that a file system cannot hold files as long as a volume may become. */
import { closeSync, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { failureReason } from '../scan/scan.ts';
import { freeBytes } from './free-space.ts';

/** FAT, the only file system still met whose limit is within reach, takes files of one byte less. */
const fatLimitBytes = 4 * 1024 ** 3;

/**
 * A length that proves the point. Where holes cost nothing it is that of a volume; Windows sets the space aside, so there it is just
 * too long for FAT.
 */
function lengthToTry(volumeBytes: number): number {
  return process.platform === 'win32' ? fatLimitBytes : volumeBytes;
}

/** @returns true when the file system refuses the length itself, whatever space there is */
function isRefused(path: string, length: number): boolean {
  const file = openSync(path, 'w', 0o600);
  try {
    ftruncateSync(file, length);
    // Some file systems say yes and cut it off.
    return fstatSync(file).size !== length;
  } catch (error) {
    const reason = failureReason(error);
    // Windows calls it a full disk on FAT; it is one only when the space is not there.
    return reason === 'EFBIG' || (reason === 'ENOSPC' && (freeBytes(path) ?? 0) > length);
  } finally {
    closeSync(file);
  }
}

/**
 * Makes an empty file as long as a volume may become and takes it away again.
 * @param name of the file; one that the next run removes, should this one be killed
 * @throws AppError `staging.volumesTooLong`. Other trouble with the folder is told by whoever writes there next.
 */
export function refuseTooLongVolumes(folder: string, name: string, volumeBytes: number): void {
  if (volumeBytes < fatLimitBytes) return;
  const path = join(folder, name);
  let isTooLong = false;
  try {
    isTooLong = isRefused(path, lengthToTry(volumeBytes));
  } catch {
    // Not writable: the run says so itself.
  } finally {
    rmSync(path, { force: true });
  }
  if (!isTooLong) return;
  throw new AppError({
    kind: 'user',
    code: 'staging.volumesTooLong',
    params: { path: folder, volumeBytes },
    field: 'draft.volumeBytes',
    retry: 'choose-again',
  });
}
