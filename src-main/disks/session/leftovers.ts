/** @file Main process: what lies on a drive from before and must not travel with it. */
import { readdir, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { onDrive } from '../copy/copy-errors.ts';
import type { CopyTarget } from '../copy/copy-types.ts';

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
      const isLeftOver = name.endsWith('.partial') || others.has(name.split(sep).join('/'));
      if (isLeftOver) await rm(join(folder, name), { force: true });
    }
  });
}
