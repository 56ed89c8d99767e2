/** @file Main process: whether the staging location of an interrupted backup is still the folder that it was written to. */
import { readdir, stat } from 'node:fs/promises';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { setFileNames } from './write/set-state.ts';

/**
 * Tells a folder from another one that bears its path later, such as the empty one that a share leaves where it was mounted.
 * @returns undefined when it cannot be opened now
 */
export async function folderIdentity(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isDirectory() === true ? `${found.dev}:${found.ino}` : undefined;
}

/**
 * Refuses to begin anew, without a word and on another disk, where an interrupted backup was to go on. Moved staging is welcome: the files
 * of the set are looked for first.
 * @param job as the last run left it
 * @throws AppError `staging.earlierGone` when nothing of the set is there and the folder is another one than that of the last run
 */
export async function refuseOtherFolder({ phase, draft, stagingFolder }: JobSnapshot): Promise<void> {
  const { stagingLocation: path, importJobName } = draft.offlineDetails;
  if (phase !== 'staging' || stagingFolder === undefined) return;
  const found = await folderIdentity(path);
  // One that cannot be opened is told by whoever opens it.
  if (found === undefined || found === stagingFolder) return;
  const names = setFileNames(importJobName);
  const known = new Set([names.run, names.descriptor, names.mirror]);
  const isOurs = (name: string): boolean =>
    known.has(name) || names.isVolume(name) || names.isOpenVolume(name);
  if ((await readdir(path)).some(isOurs)) return;
  throw new AppError({
    kind: 'environment',
    code: 'staging.earlierGone',
    params: { path, name: importJobName },
    field: 'draft.offlineDetails.stagingLocation',
    retry: 'resume',
  });
}
