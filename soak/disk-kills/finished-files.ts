/** @file Which finished files lie on the drives, told by inode: a file that is copied again is another one. */
import { type BigIntStats, closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import path from 'node:path';
import { driveOf, importJobName, serials } from './stage-set.ts';

export interface FinishedFile {
  readonly serial: string;
  readonly path: string;
  readonly bytes: number;
}

export interface DriveFiles {
  /** By drive, inode, modification time and length. */
  readonly finished: ReadonlyMap<string, FinishedFile>;
  /** Half-written files, at most one a drive. */
  readonly partial: readonly FinishedFile[];
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(folder, entry.name));
  } catch {
    return [];
  }
}

/** A manifest is written anew whenever a drive is finished again; behind a random name only its content tells. */
function isManifest(file: string): boolean {
  const start = Buffer.alloc(5);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, start, 0, start.length, 0);
    closeSync(descriptor);
  } catch {
    // Gone, or moved to its own name: not a manifest that anybody asked about.
    return false;
  }
  return start.toString('latin1') === '<?xml';
}

const keyOf = (serial: string, { ino, mtimeNs, size }: BigIntStats): string =>
  [serial, ino, mtimeNs, size].join(' ');

/** Undefined for a file that went while somebody works on the drive. */
function statusOf(file: string): BigIntStats | undefined {
  return lstatSync(file, { bigint: true, throwIfNoEntry: false });
}

/** Looks at all files but manifests. While a session runs the answer is as old as it is; it is exact when nobody works on the drives. */
export function lookAtDrives(folder: string): DriveFiles {
  const finished = new Map<string, FinishedFile>();
  const partial: FinishedFile[] = [];
  for (const serial of serials) {
    const drive = driveOf(folder, serial);
    const data = filesIn(path.join(drive, 'volume', importJobName));
    for (const file of [...data, ...filesIn(path.join(drive, 'sealed'))]) {
      const status = statusOf(file);
      if (status === undefined) continue;
      const found = { serial, path: file, bytes: Number(status.size) };
      if (file.endsWith('.partial')) partial.push(found);
      else if (!isManifest(file)) finished.set(keyOf(serial, status), found);
    }
  }
  return { finished, partial };
}

/** Files that were finished before and are not there any more. */
export function copiedAgain(before: DriveFiles, after: DriveFiles): readonly FinishedFile[] {
  return [...before.finished].flatMap(([key, file]) => (after.finished.has(key) ? [] : [file]));
}
