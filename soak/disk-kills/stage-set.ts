/** @file A staged set of random volumes, and two practice drives that take it with a little room to spare. */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createKeyStream, type Random } from '../../bench/corpora/random.ts';
import { createNodeCommandRunner } from '../../src-main/platform/node/node-command-runner.ts';
import { openDriveShelf } from '../../src-main/practice/drives/drive-shelf.ts';
import {
  type MountedFolder,
  mountDriveFolder,
} from '../../src-main/practice/drives/testing/mounted-drive.ts';

const mebibyte = 1024 * 1024;
const sectorBytes = 512;
export const serials = ['PRACTICE0001', 'PRACTICE0002'] as const;
export const importJobName = 'seed-fs01';

export interface KillSet {
  readonly folder: string;
  readonly names: readonly string[];
  readonly bytes: number;
  /** The first drive lies on a file system of its own, whose end is real. */
  readonly mounted: MountedFolder | undefined;
}

export const stagingOf = (folder: string): string => path.join(folder, 'staging');
export const shelfOf = (folder: string): string => path.join(folder, 'drives');
export const driveOf = (folder: string, serial: string): string => path.join(shelfOf(folder), serial);

/** From one sector to more than two page ranges. */
function volumeBytes(random: Random): number {
  const kind = random() % 8;
  if (kind === 0) return sectorBytes * (1 + (random() % 8));
  if (kind === 1) return 4 * mebibyte * (1 + (random() % 2));
  return 2 * mebibyte + sectorBytes * (random() % ((7 * mebibyte) / sectorBytes));
}

/** A set that showed a fault is left as it is, mounts included, until the next run. */
async function unmountLeftOver(folder: string): Promise<void> {
  const drive = driveOf(folder, serials[0]);
  const isMountPoint = existsSync(drive) && statSync(drive).dev !== statSync(path.dirname(drive)).dev;
  if (!isMountPoint) return;
  await createNodeCommandRunner().run({
    program: '/usr/bin/umount',
    arguments: [drive],
    timeoutMilliseconds: 10_000,
  });
}

/**
 * @param folder is emptied
 * @param isMounted gives the first drive a file system of its own
 */
export async function makeSet(folder: string, random: Random, isMounted: boolean): Promise<KillSet> {
  await unmountLeftOver(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(stagingOf(folder), { recursive: true });
  const bytesOf = createKeyStream(`disk kills ${random()}`);
  const volumes = 10 + (random() % 5);
  const lengths = new Map<string, number>(
    Array.from({ length: volumes }, (_, index) => [
      `${importJobName}-${String(index + 1).padStart(6, '0')}.BaseBlob`,
      volumeBytes(random),
    ]),
  );
  lengths.set(`${importJobName}.AIBBlob`, 40_960).set(`${importJobName}-descriptor.BaseBlob`, 40_960);
  for (const [name, length] of lengths) writeFileSync(path.join(stagingOf(folder), name), bytesOf(length));
  const bytes = [...lengths.values()].reduce((sum, length) => sum + length, 0);
  const sizeBytes = Math.ceil((bytes * 0.65) / mebibyte) * mebibyte + 12 * mebibyte;
  const shelf = openDriveShelf(shelfOf(folder));
  const mounted = isMounted ? await mountDriveFolder(shelfOf(folder), serials[0], sizeBytes) : undefined;
  for (const serial of serials) await shelf.add({ serial, model: 'Practice SATA', sizeBytes });
  return { folder, names: [...lengths.keys()], bytes, mounted };
}
