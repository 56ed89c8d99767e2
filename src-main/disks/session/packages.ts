/** @file Main process: the several import jobs of one set that needs more than ten drives; each has a record of its own. */
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { packageJobName, packageNumberOf, setKeyOf } from '../../../src-shared/domain/packages.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { CopyFile } from '../copy/copy-types.ts';

/** Records of the other import jobs of a job's set. */
export function otherPackages(job: JobSnapshot, jobs: readonly JobSnapshot[]): JobSnapshot[] {
  const key = setKeyOf(job);
  if (key === undefined) return [];
  return jobs.filter((other) => setKeyOf(other) === key && packageNumberOf(other) !== packageNumberOf(job));
}

/** Files that travel with other import jobs of the set. */
export function filesOfOtherPackages(job: JobSnapshot, jobs: readonly JobSnapshot[]): Set<string> {
  const drives = otherPackages(job, jobs)
    .flatMap((other) => other.drives)
    .filter(({ state }) => state !== 'failed' && state !== 'stopped');
  return new Set(drives.flatMap(({ files }) => files.map(({ name }) => name)));
}

/**
 * Record of the import job that takes what found no place on ten drives; made once, however often a session ends like this.
 * @param left files without a drive
 */
export async function ensureNextPackage(
  jobs: JobStore,
  job: JobSnapshot,
  left: readonly CopyFile[],
): Promise<void> {
  const { staging, opaque, draft } = job;
  const number = packageNumberOf(job) + 1;
  const isThere = otherPackages(job, jobs.list()).some((other) => packageNumberOf(other) === number);
  if (isThere) return;
  const firstJobName = job.package?.firstJobName ?? draft.offlineDetails.importJobName;
  const importJobName = packageJobName(firstJobName, number);
  const leftBytes = left.reduce((sum, { bytes }) => sum + bytes, 0);
  await jobs.create({
    role: 'copy',
    cloudId: job.cloudId,
    machineName: job.machineName,
    draft: { ...draft, offlineDetails: { ...draft.offlineDetails, importJobName } },
    ...(staging === undefined
      ? {}
      : {
          staging: {
            ...staging,
            stagedBytes: leftBytes,
            volumes: left.filter(({ name }) => /-\d+\.BaseBlob$/.test(name)).length,
          },
        }),
    ...(opaque === undefined ? {} : { opaque: { ...opaque, files: left.length, bytes: leftBytes } }),
    package: { number, firstJobName },
    phase: 'staged',
  });
}
