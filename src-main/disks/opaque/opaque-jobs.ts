/** @file Main process: jobs for folders that MARS, DPM, MABS or any other program wrote, from the folder to the accepted details. */
import type { CallInput, CallName, CallOutput } from '../../../src-shared/contract/calls.ts';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { hasReached, type JobSnapshot } from '../../../src-shared/domain/job.ts';
import {
  brokenContainerRule,
  brokenImportJobNameRule,
  brokenStorageAccountRule,
  brokenSubscriptionIdRule,
} from '../../../src-shared/domain/naming-rules.ts';
import type { OpaqueSource } from '../../../src-shared/domain/opaque.ts';
import { brokenPrefixRule, judgeOpaqueFiles, normalPrefix } from '../../../src-shared/domain/opaque-rules.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import { changeDestination } from './change-destination.ts';
import { requireNoProblems } from './opaque-set.ts';
import { readExtra } from './read-extra.ts';
import { walkSource } from './walk-source.ts';

export interface OpaqueJobsOptions {
  readonly jobs: JobStore;
  readonly machineName: string;
  readonly isPractice: boolean;
}

type Call<Verb extends string> = `opaque.${Verb}` extends infer Name extends CallName
  ? (input: CallInput<Name>) => Promise<CallOutput<Name>>
  : never;

export interface OpaqueJobs {
  /** Makes a job for a folder, or opens the unfinished one there is. @throws AppError as `walkSource` */
  open: Call<'open'>;
  /**
   * Keeps the details as typed, rules broken or not; after that they have to be accepted again.
   * @throws AppError `job.wrongPhase` once a drive is prepared; `opaque.extraInvalid`
   */
  save: Call<'save'>;
  /** Looks at every file by the rules of the kept details. @throws AppError as `walkSource` */
  check: Call<'check'>;
  /**
   * Takes the details: from here on drives can be prepared.
   * @throws AppError of kind user with the field, `opaque.detailInvalid`, `opaque.filesRefused`, `job.nameTaken`
   */
  accept: Call<'accept'>;
  /** @throws AppError as `changeDestination` */
  changeDestination: Call<'changeDestination'>;
}

const wrongPhase = (job: JobSnapshot): AppError =>
  new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });

/** The job's folder, while its details may change. */
function requireOpen(job: JobSnapshot): OpaqueSource {
  // A further import job carries the rest of a set whose first drives are written: its details are settled.
  const isSettled = job.drives.length > 0 || hasReached(job, 'preparing') || job.package !== undefined;
  if (job.opaque === undefined || isSettled) throw wrongPhase(job);
  return job.opaque;
}

function requireDetails(job: JobSnapshot, opaque: OpaqueSource): void {
  const { storageAccount, container, subscriptionId, importJobName } = job.draft.offlineDetails;
  const rules = [
    ['storageAccount', brokenStorageAccountRule(storageAccount)],
    ['container', brokenContainerRule(container)],
    ['prefix', brokenPrefixRule(opaque.prefix)],
    ['subscriptionId', brokenSubscriptionIdRule(subscriptionId)],
    ['importJobName', brokenImportJobNameRule(importJobName)],
  ] as const;
  const broken = rules.find(([, rule]) => rule !== undefined);
  if (broken === undefined) return;
  const [field, rule = ''] = broken;
  throw new AppError({ kind: 'user', code: 'opaque.detailInvalid', params: { field, rule }, field });
}

function requireFreeName(jobs: JobStore, job: JobSnapshot): void {
  const name = job.draft.offlineDetails.importJobName;
  const isTaken = jobs
    .list()
    .some(
      (other) =>
        other.id !== job.id && other.phase !== 'draft' && other.draft.offlineDetails.importJobName === name,
    );
  if (!isTaken) return;
  throw new AppError({ kind: 'user', code: 'job.nameTaken', params: { name }, field: 'importJobName' });
}

export function createOpaqueJobs({ jobs, machineName, isPractice }: OpaqueJobsOptions): OpaqueJobs {
  const openOf = (jobId: JobId): { readonly job: JobSnapshot; readonly opaque: OpaqueSource } => {
    const job = jobs.get(jobId);
    return { job, opaque: requireOpen(job) };
  };

  return {
    async open({ sourcePath }) {
      await walkSource(sourcePath);
      const known = jobs
        .list()
        .find((job) => job.opaque?.sourcePath === sourcePath && !hasReached(job, 'jobCreated'));
      if (known !== undefined) return known;
      const draft = emptyInitiateDraft();
      return jobs.create({
        role: 'copy',
        cloudId: isPractice ? 'practice' : 'public',
        machineName,
        phase: 'draft',
        // Named here too, so that no disk that holds it is ever offered for erasing.
        draft: { ...draft, offlineDetails: { ...draft.offlineDetails, stagingLocation: sourcePath } },
        opaque: { sourcePath, blobKind: 'page', prefix: '', disposition: 'no-overwrite', files: 0, bytes: 0 },
      });
    },

    async save({ jobId, settings }) {
      openOf(jobId);
      const { blobKind, prefix, disposition, metadataPath, propertiesPath, ...details } = settings;
      const metadata = await readExtra(metadataPath.trim(), 'Metadata', 'metadataPath');
      const properties = await readExtra(propertiesPath.trim(), 'Properties', 'propertiesPath');
      return jobs.update(jobId, 'opaque.saved', (job) => {
        const { sourcePath, files, bytes } = requireOpen(job);
        return {
          phase: 'draft',
          draft: { ...job.draft, offlineDetails: { ...job.draft.offlineDetails, ...details } },
          opaque: {
            ...{ sourcePath, files, bytes, blobKind, disposition },
            prefix: normalPrefix(prefix).slice(0, 256),
            ...(metadata === undefined ? {} : { metadata }),
            ...(properties === undefined ? {} : { properties }),
          },
        };
      });
    },

    async check({ jobId }) {
      const { opaque } = openOf(jobId);
      return judgeOpaqueFiles(await walkSource(opaque.sourcePath), opaque);
    },

    async accept({ jobId }) {
      const { job, opaque } = openOf(jobId);
      requireDetails(job, opaque);
      requireFreeName(jobs, job);
      const check = judgeOpaqueFiles(await walkSource(opaque.sourcePath), opaque);
      requireNoProblems(check);
      return jobs.update(jobId, 'opaque.accepted', (newest) => ({
        phase: 'staged',
        opaque: { ...requireOpen(newest), files: check.files, bytes: check.bytes },
      }));
    },

    changeDestination: async ({ jobId, destination }) =>
      changeDestination(jobs, jobs.get(jobId), destination),
  };
}
