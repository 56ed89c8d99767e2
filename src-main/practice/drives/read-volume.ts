/** @file Reads files of a practice drive by its recovery password without changing anything on the drive. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../world/state-file.ts';
import { keyFromPassword } from './drive-lock.ts';
import { type DriveRecord, drivePaths } from './drive-record.ts';
import { readNames } from './lock-volume.ts';
import { walkVolume } from './volume-files.ts';

export interface ReadableVolume {
  /**
   * @param path below the volume, `/` between the parts; case does not matter, as on NTFS
   * @returns absolute path of the regular file that holds the content, or undefined when the volume has no such file
   */
  findFile(path: string): Promise<string | undefined>;
}

async function isRegularFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * @param record of the drive in that folder
 * @returns undefined when the password is wrong for this drive
 * @throws AppError `practice.stateDamaged` when the drive's name map is damaged
 */
export async function openForReading(
  driveFolder: string,
  record: DriveRecord,
  recoveryPassword: string,
): Promise<ReadableVolume | undefined> {
  const paths = drivePaths(driveFolder);
  const key = record.lock === undefined ? undefined : await keyFromPassword(record.lock, recoveryPassword);
  if (key === undefined) return undefined;
  const byPath = new Map<string, string[]>();
  const add = (path: string, file: string): void => {
    const known = byPath.get(path.toLowerCase()) ?? [];
    byPath.set(path.toLowerCase(), [...known, file]);
  };
  for await (const entry of walkVolume(paths.volume)) {
    if (!entry.isFolder) add(entry.path, join(paths.volume, entry.path));
  }
  const names =
    record.lockState === 'unlocked' ? undefined : await readNames(driveFolder, key, record.serial);
  for (const [random, path] of Object.entries(names?.files ?? {})) add(path, join(paths.sealed, random));
  return {
    async findFile(path) {
      for (const file of byPath.get(path.toLowerCase()) ?? []) if (await isRegularFile(file)) return file;
      return undefined;
    },
  };
}
