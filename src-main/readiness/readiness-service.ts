/** @file Prerequisite checks of Initiate and Prepare Disks. Main process. */
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { ReadinessCheckId, ReadinessResult } from '../../src-shared/domain/readiness.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { CloudDirectory } from '../platform/ports/cloud-directory.ts';
import type { ComputerFacts } from '../platform/ports/computer-facts.ts';
import type { Log } from '../platform/ports/log.ts';
import {
  type AzureCheckParts,
  createApplicationCheck,
  createContainerCheck,
  createProviderCheck,
  createSignedInCheck,
  createStorageAccountCheck,
  createSubscriptionCheck,
  createVaultCheck,
  untilJobCreated,
} from './checks/azure-checks.ts';
import {
  createAttributesCheck,
  createAzureReachableCheck,
  createBitLockerCheck,
  createElevatedCheck,
  createNotSourceVirtualMachineCheck,
} from './checks/computer-checks.ts';
import {
  createStagingSpaceCheck,
  type EstimateSource,
  stagingNotInSource,
  stagingReadable,
  stagingWritable,
} from './checks/staging-checks.ts';
import type { ReadinessCheck } from './readiness-check.ts';
import { runChecks } from './run-checks.ts';

export interface ReadinessServiceParts extends AzureCheckParts {
  readonly jobs: Pick<JobStore, 'get'>;
  readonly clouds: CloudDirectory;
  readonly computer: ComputerFacts;
  readonly estimateOf: EstimateSource;
  readonly log: Log;
}

export interface ReadinessService {
  /** Looks at everything that Initiate needs; never throws for what it finds. @throws AppError `job.notFound` */
  initiate(jobId: JobId, signal?: AbortSignal): Promise<ReadinessResult[]>;
  /** Looks at everything that Prepare Disks needs. @throws AppError `job.notFound` */
  prepareDisks(jobId: JobId, signal?: AbortSignal): Promise<ReadinessResult[]>;
  /** Does what an Initiate check offers, then looks again. @throws AppError of the attempt, so that it is shown once */
  fix(jobId: JobId, checkId: ReadinessCheckId, signal?: AbortSignal): Promise<ReadinessResult[]>;
}

function initiateChecks(parts: ReadinessServiceParts): readonly ReadinessCheck[] {
  return [
    stagingWritable,
    createStagingSpaceCheck(parts.estimateOf),
    stagingNotInSource,
    createAttributesCheck(parts.computer),
    createSignedInCheck(parts),
    createSubscriptionCheck(parts),
    createProviderCheck(parts),
    createStorageAccountCheck(parts),
    untilJobCreated(createContainerCheck(parts)),
    createVaultCheck(parts),
    createApplicationCheck(parts),
  ];
}

function prepareDisksChecks(parts: ReadinessServiceParts): readonly ReadinessCheck[] {
  return [
    stagingReadable,
    createElevatedCheck(parts.computer),
    createBitLockerCheck(parts.computer),
    createAzureReachableCheck(parts.clouds),
    createSignedInCheck(parts),
    // Initiate looks at these too, but not for folders of other programs, and not on the copy computer.
    createProviderCheck(parts),
    createStorageAccountCheck(parts),
    createNotSourceVirtualMachineCheck(parts.computer),
  ];
}

export function createReadinessService(parts: ReadinessServiceParts): ReadinessService {
  const forInitiate = initiateChecks(parts);
  const forPrepareDisks = prepareDisksChecks(parts);
  const run = (checks: readonly ReadinessCheck[], jobId: JobId, signal: AbortSignal) =>
    runChecks(checks, { job: parts.jobs.get(jobId), signal }, parts.log);
  const never = new AbortController().signal;
  return {
    initiate: async (jobId, signal = never) => run(forInitiate, jobId, signal),
    prepareDisks: async (jobId, signal = never) => run(forPrepareDisks, jobId, signal),
    fix: async (jobId, checkId, signal = never) => {
      const check = forInitiate.find(({ id }) => id === checkId);
      if (check?.fix === undefined) throw notFixable(checkId);
      parts.log.info({ jobId, checkId }, 'readiness fix');
      await check.fix({ job: parts.jobs.get(jobId), signal });
      return run(forInitiate, jobId, signal);
    },
  };
}

/** No page offers it: the result of such a check says `canFix: false`. */
function notFixable(checkId: ReadinessCheckId): AppError {
  return new AppError({
    kind: 'user',
    code: 'ipc.invalidInput',
    params: { channel: 'initiate.fixReadiness', rule: checkId },
    field: 'checkId',
  });
}
