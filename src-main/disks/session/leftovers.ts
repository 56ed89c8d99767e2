/** @file Main process: what lies on a drive from before and must not travel with it. */
import { lstat, readdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { onDrive } from '../copy/copy-errors.ts';
import type { CopyTarget } from '../copy/copy-types.ts';

const isHalfWritten = (name: string): boolean => name.endsWith('.partial');

/**
 * Removes what a kill left half-written before anybody asks how much room there is: it is begun anew in any case, and on a drive that is
 * nearly full it would take the room from the very file that it is a half of. A folder that is not there, or is a link, is left to the copy.
 * @throws AppError of kind device
 */
export async function removeHalfWritten(target: CopyTarget): Promise<void> {
  const folder = join(target.rootPath, target.sessionFolder);
  await onDrive(target, target.sessionFolder, async () => {
    const status = await lstat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (status?.isDirectory() !== true) return;
    for (const name of await readdir(folder, { recursive: true })) {
      if (isHalfWritten(name)) await rm(join(folder, name), { force: true });
    }
  });
}

/**
 * Removes what must not travel: what a kill left half-written, and files of the set that went to another drive while this one had
 * failed. What does not belong to the set stays.
 * @param others names of the set's files that other drives have
 * @throws AppError of kind device
 */
export async function removeLeftovers(target: CopyTarget, others: ReadonlySet<string>): Promise<void> {
  const folder = join(target.rootPath, target.sessionFolder);
  await onDrive(target, target.sessionFolder, async () => {
    // Links are not followed, so nothing outside of the folder is ever reached.
    for (const name of await readdir(folder, { recursive: true })) {
      const isLeftOver = isHalfWritten(name) || others.has(name.split(sep).join('/'));
      if (isLeftOver) await rm(join(folder, name), { force: true });
    }
  });
}
