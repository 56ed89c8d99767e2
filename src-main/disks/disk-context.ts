import { realpath } from 'node:fs/promises';
import type { DiskContext } from '../../src-shared/domain/disk-findings.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot } from '../../src-shared/domain/job.ts';

/** A path as it was typed and as it is behind links. */
async function bothSpellings(path: string): Promise<string[]> {
  const real = await realpath(path).catch(() => path);
  return real === path ? [path] : [path, real];
}

function stagingPathsOf(job: JobSnapshot): string[] {
  if (hasReached(job, 'cleanedUp')) return [];
  const { draft, staging, furtherStagingFolders = [] } = job;
  const places = [staging?.stagingPath ?? '', draft.offlineDetails.stagingLocation];
  return [...places, ...(staging?.furtherFolders ?? []), ...furtherStagingFolders].filter(
    (path) => path !== '',
  );
}

/** Drives that a job still needs: until its import is done they are on their way. */
function drivesInUse(job: JobSnapshot): { serial: string; jobName: string }[] {
  if (hasReached(job, 'imported')) return [];
  return job.drives
    .filter(({ state }) => state !== 'failed' && state !== 'stopped')
    .map(({ identity }) => ({
      serial: identity.serial,
      jobName: job.draft.offlineDetails.importJobName,
    }));
}

/** What the disks of this computer are judged against when a drive for a job is looked for. */
export async function diskContextOf(
  jobId: JobId,
  jobs: readonly JobSnapshot[],
  isPractice: boolean,
): Promise<DiskContext> {
  // On a copy computer the items are paths of another machine.
  const sources = jobs
    .filter((job) => job.role === 'source' && !hasReached(job, 'cleanedUp'))
    .flatMap((job) => job.draft.items.map((item) => item.path));
  return {
    stagingPaths: (await Promise.all(jobs.flatMap(stagingPathsOf).map(bothSpellings))).flat(),
    sourcePaths: (await Promise.all(sources.map(bothSpellings))).flat(),
    drivesOfOtherJobs: jobs.filter((job) => job.id !== jobId).flatMap(drivesInUse),
    isPractice,
  };
}
