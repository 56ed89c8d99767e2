import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { hasReached, type JobSnapshot } from '../../../src-shared/domain/job.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { systemErrorCode } from '../../platform/node/unexpected-error.ts';
import {
  type Finding,
  fail,
  notApplicable,
  notChosen,
  pass,
  type ReadinessCheck,
  warning,
} from '../readiness-check.ts';
import {
  requireFolder,
  requireOutsideSource,
  requireWritable,
  stagingLocationFacts,
} from '../staging-location.ts';

/** Newest estimate of a job; undefined until the selection was walked. */
export type EstimateSource = (jobId: JobId) => Estimate | undefined;

const stagingPathOf = ({ draft }: JobSnapshot): string => draft.offlineDetails.stagingLocation;

const alreadyStaged = (job: JobSnapshot): Finding | undefined =>
  hasReached(job, 'staged') ? notApplicable('alreadyStaged') : undefined;

/** Gigabytes as drive labels count them, one decimal: the locale files format the number. */
const gigabytes = (bytes: number): number => Math.round(bytes / 1e8) / 10;

/** Initiate writes there (R53). */
export const stagingWritable: ReadinessCheck = {
  id: 'stagingReachable',
  applicable: alreadyStaged,
  run: async ({ job }) => {
    const path = stagingPathOf(job);
    if (path === '') return notChosen;
    await requireFolder(path);
    await requireWritable(path);
    return pass('ok', { path });
  },
};

const samePath = (one: string, other: string): boolean =>
  one.replace(/[\\/]+$/, '').toLowerCase() === other.replace(/[\\/]+$/, '').toLowerCase();

/** Prepare Disks only reads there: on the same network path as at Initiate (R110), or wherever else the same set is seen. */
export const stagingReadable: ReadinessCheck = {
  id: 'stagingReachable',
  run: async ({ job }) => {
    const path = job.staging?.stagingPath ?? stagingPathOf(job);
    if (path === '') return notChosen;
    await requireFolder(path);
    try {
      await access(path, constants.R_OK);
    } catch (cause) {
      const params = { path, reason: systemErrorCode(cause) ?? '' };
      throw new AppError({ kind: 'environment', code: 'folder.notReadable', params, cause });
    }
    const descriptor = job.staging?.descriptorFile;
    if (descriptor !== undefined) {
      const isHere = await access(join(path, descriptor)).then(
        () => true,
        () => false,
      );
      if (!isHere) return fail('otherSet', { params: { path, file: descriptor } });
    }
    const atInitiate = stagingPathOf(job);
    return atInitiate === '' || samePath(atInitiate, path)
      ? pass('ok', { path })
      : warning('otherPath', { path, atInitiate });
  },
};

/** Space for the initial copy (R54); compressed, hence the range. */
export function createStagingSpaceCheck(estimateOf: EstimateSource): ReadinessCheck {
  return {
    id: 'stagingSpace',
    applicable: alreadyStaged,
    run: async ({ job }) => {
      const path = stagingPathOf(job);
      if (path === '') return notChosen;
      await requireFolder(path);
      const { freeBytes } = await stagingLocationFacts(path);
      const free = gigabytes(freeBytes);
      const estimate = estimateOf(job.id);
      if (freeBytes === 0) return fail('tooSmall', { params: { free, needed: 0 } });
      if (estimate === undefined) return pass('noEstimate', { free });
      const params = { free, needed: gigabytes(estimate.stagedBytesHigh) };
      if (freeBytes < estimate.stagedBytesLow) return fail('tooSmall', { params });
      return freeBytes < estimate.stagedBytesHigh ? warning('tight', params) : pass('ok', params);
    },
  };
}

export const stagingNotInSource: ReadinessCheck = {
  id: 'stagingNotInSource',
  applicable: alreadyStaged,
  run: async ({ job }) => {
    const path = stagingPathOf(job);
    if (path === '') return notChosen;
    await requireFolder(path);
    requireOutsideSource(path, job.draft);
    return pass();
  },
};
