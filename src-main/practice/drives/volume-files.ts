import type { Dirent } from 'node:fs';
import { lstat, opendir, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from '../world/state-file.ts';

const clusterBytes = 4096;
/** Record of a file or folder in NTFS's master file table. */
const tableRecordBytes = 1024;
const mebibyte = 1024 * 1024;

/** What a file system leaves of a drive: partition table, NTFS's own tables and log. */
export function volumeCapacityBytes(driveBytes: number): number {
  const overhead = 2 * mebibyte + Math.min(64 * mebibyte, Math.ceil(driveBytes / 64));
  return Math.max(0, driveBytes - overhead);
}

export interface VolumeEntry {
  /** Below the volume, `/` between the parts. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** Everything below a folder, a folder before what is in it. Nothing when the folder does not exist. */
export async function* walkVolume(root: string, below = ''): AsyncGenerator<VolumeEntry> {
  let entries: Dirent[];
  try {
    entries = await readdir(join(root, below), { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    yield { path, isFolder: entry.isDirectory() };
    if (entry.isDirectory()) yield* walkVolume(root, path);
  }
}

/** Bytes that the files take on the practice volume, whole clusters and table records included. */
export async function usedVolumeBytes(root: string): Promise<number> {
  let used = 0;
  for await (const { path, isFolder } of walkVolume(root)) {
    used += tableRecordBytes;
    if (isFolder) continue;
    try {
      used += Math.ceil((await lstat(join(root, path))).size / clusterBytes) * clusterBytes;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return used;
}

/** Free bytes of a practice volume: never more than the disk under the practice folder really has. */
export async function freeVolumeBytes(root: string, driveBytes: number): Promise<number> {
  const host = await statfs(root);
  const free = volumeCapacityBytes(driveBytes) - (await usedVolumeBytes(root));
  return Math.max(0, Math.min(free, host.bavail * host.bsize));
}

/** Folders at the top of a volume, for the operator to recognise it by. */
export async function firstFolders(root: string, most: number): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(root)) if (entry.isDirectory()) names.push(entry.name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return names.sort().slice(0, most);
}
