/** @file Test support: a file system of a few MiB at a folder, so that it can really be full. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  /** @param size as mount takes it: `14m` */
  resize(size: string): void;
  freeBytes(): number;
  /** Takes all but so many bytes in a file of somebody else. */
  fill(leftBytes: number): void;
  /** Removes that file. */
  clear(): void;
  /** Also while a backup that failed its test still uses it. */
  remove(): void;
}

/** @returns undefined where nobody may mount one: only root on Linux may. The test says then what it did not try. */
export function mountSmallDisk(folder: string, size: string): SmallDisk | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  const other = join(folder, 'other');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    resize: (larger) => void execFileSync('mount', ['-o', `remount,size=${larger}`, folder]),
    freeBytes,
    fill: (leftBytes) => writeFileSync(other, Buffer.alloc(Math.max(0, freeBytes() - leftBytes))),
    clear: () => rmSync(other, { force: true }),
    remove: () => void execFileSync('umount', ['--lazy', folder]),
  };
}

export function notTriedHere(what: string): void {
  process.stderr.write(`\nNOT TRIED HERE: ${what}. It needs root on Linux, to mount a small file system.\n`);
}
