/** @file Main process: another subscription or storage account for a folder of another program whose drives are under way. */
import { hasReached, type JobSnapshot } from '../../../src-shared/domain/job.ts';
import {
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
} from '../../../src-shared/domain/naming-rules.ts';
import type { OpaqueDestination } from '../../../src-shared/domain/opaque.ts';
import { settledBy } from '../../../src-shared/domain/opaque-destination.ts';
import { packagesOf } from '../../../src-shared/domain/packages.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobStore } from '../../jobs/job-store.ts';

function requireRules({ storageAccount, subscriptionId }: OpaqueDestination): void {
  const rules = [
    ['storageAccount', brokenStorageAccountRule(storageAccount)],
    ['subscriptionId', brokenSubscriptionIdRule(subscriptionId)],
  ] as const;
  for (const [field, rule] of rules) {
    if (rule === undefined) continue;
    throw new AppError({ kind: 'user', code: 'opaque.detailInvalid', params: { field, rule }, field });
  }
}

/**
 * Drives say nothing of an account, so it can change until Azure knows of it; the import jobs of a set change together, since the program
 * looks for its blobs in one place.
 * @returns the record of the job as it is now
 * @throws AppError `job.wrongPhase` before the details are accepted, `opaque.detailInvalid`, `opaque.destinationSettled`
 */
export async function changeDestination(
  jobs: JobStore,
  job: JobSnapshot,
  destination: OpaqueDestination,
): Promise<JobSnapshot> {
  if (job.opaque === undefined || !hasReached(job, 'staged')) {
    throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
  }
  requireRules(destination);
  const packages = packagesOf(job, jobs.list());
  const name = settledBy(packages);
  if (name !== undefined) {
    throw new AppError({ kind: 'user', code: 'opaque.destinationSettled', params: { name } });
  }
  for (const { id } of packages) {
    await jobs.update(id, 'opaque.destinationChanged', ({ draft }) => ({
      draft: { ...draft, offlineDetails: { ...draft.offlineDetails, ...destination } },
    }));
  }
  return jobs.get(job.id);
}
