/** @file Main process: whether the staging location of an interrupted backup is still the folder that it was written to. */
import { readdirSync, statSync } from 'node:fs';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { isReachableFolder } from './reachable-folders.ts';
import { setFileNames } from './write/set-state.ts';

/**
 * Tells a folder from another one that bears its path later, such as the empty one that a share leaves where it was mounted.
 * @returns undefined when it cannot be opened now
 */
export function folderIdentity(path: string): string | undefined {
  if (!isReachableFolder(path)) return undefined;
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
}

/**
 * Refuses to begin anew, without a word and on another disk, where an interrupted backup was to go on. Moved staging is welcome: the files
 * of the set are looked for first.
 * @param job as the last run left it
 * @throws AppError `staging.earlierGone` when nothing of the set is there and the folder is another one than that of the last run
 */
export function refuseOtherFolder({ phase, draft, stagingFolder }: JobSnapshot): void {
  const { stagingLocation: path, importJobName } = draft.offlineDetails;
  const found = folderIdentity(path);
  // One that cannot be opened is told by whoever opens it.
  if (phase !== 'staging' || stagingFolder === undefined || found === undefined) return;
  const names = setFileNames(importJobName);
  const known = new Set([names.run, names.descriptor, names.mirror]);
  const isOurs = (name: string): boolean =>
    known.has(name) || names.isVolume(name) || names.isOpenVolume(name);
  if (readdirSync(path).some(isOurs) || found === stagingFolder) return;
  throw new AppError({
    kind: 'environment',
    code: 'staging.earlierGone',
    params: { path, name: importJobName },
    field: 'draft.offlineDetails.stagingLocation',
    retry: 'resume',
  });
}
