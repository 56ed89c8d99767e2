import { z } from 'zod';
import { isImportProcessed } from './import-status.ts';
import { lineSchema } from './scalars.ts';

/**
 * A set that needs more than ten drives travels as several import jobs, each with drives, manifests, parcel and record of its own
 * (import-export.md 1.9). The first record has none of this.
 */
export const jobPackageSchema = z.strictObject({
  number: z.int().min(2).max(64),
  /** Import job of the first package; the names of the others come from it. */
  firstJobName: lineSchema,
});
export type JobPackage = Readonly<z.infer<typeof jobPackageSchema>>;

/** Longest name that every generation of the service takes (import-export.md 1.9). */
const longestJobName = 24;

/** Name of the import job of a package: `seed-fs01`, `seed-fs01-2`; a long name is shortened to make room. */
export function packageJobName(firstJobName: string, number: number): string {
  if (number === 1) return firstJobName;
  const suffix = `-${number}`;
  return `${firstJobName.slice(0, longestJobName - suffix.length).replace(/-+$/, '')}${suffix}`;
}

export const packageNumberOf = (job: { readonly package?: JobPackage | undefined }): number =>
  job.package?.number ?? 1;

interface PackagedJob {
  readonly package?: JobPackage | undefined;
  readonly staging?: { readonly setId: string } | undefined;
  readonly opaque?: { readonly sourcePath: string } | undefined;
  readonly draft: { readonly offlineDetails: { readonly importJobName: string } };
}

/**
 * What the import jobs of one set have in common: its id, or for a folder of another program the folder and the name of the first
 * import job, since the same folder may be written anew for a later backup. Undefined before there is a set.
 */
export function setKeyOf(job: PackagedJob): string | undefined {
  if (job.staging !== undefined) return job.staging.setId;
  if (job.opaque === undefined) return undefined;
  return JSON.stringify([
    job.opaque.sourcePath,
    job.package?.firstJobName ?? job.draft.offlineDetails.importJobName,
  ]);
}

/** All import jobs of a job's set that are known here, itself among them, in the order of their packages. */
export function packagesOf<Job extends PackagedJob>(job: Job, jobs: readonly Job[]): readonly Job[] {
  const key = setKeyOf(job);
  const others = jobs.filter(
    (other) =>
      key !== undefined && setKeyOf(other) === key && packageNumberOf(other) !== packageNumberOf(job),
  );
  return [job, ...others].sort((one, other) => packageNumberOf(one) - packageNumberOf(other));
}

/** The record of the import job that comes after a job's own, when the set needs one. */
export function nextPackageOf<Job extends PackagedJob>(job: Job, jobs: readonly Job[]): Job | undefined {
  const key = setKeyOf(job);
  if (key === undefined) return undefined;
  return jobs.find((other) => setKeyOf(other) === key && packageNumberOf(other) === packageNumberOf(job) + 1);
}

interface FollowedJob extends PackagedJob {
  readonly importJob?: { readonly name: string } | undefined;
  readonly monitor?: { readonly state: string } | undefined;
  readonly vault?: { readonly verifiedAt?: string | undefined } | undefined;
}

/** Where the set of an import job stands, seen from that job. */
export interface SetProgress {
  /** Import jobs of the set, other than this one, that the datacenter has not processed, by name. */
  readonly missingJobs: readonly string[];
  /** Name of the import job whose record takes the set on: the first one. */
  readonly firstJob: string;
  readonly isFirst: boolean;
  /** The first record moved the set to the vault. False when that record is on another computer. */
  readonly isInVault: boolean;
}

const nameOf = (job: FollowedJob): string => job.importJob?.name ?? job.draft.offlineDetails.importJobName;

/** @param packages all import jobs of the set that are known here, this one among them */
export function setProgressOf(job: FollowedJob, packages: readonly FollowedJob[]): SetProgress {
  const first = packages.find((one) => one.package === undefined);
  return {
    missingJobs: packages
      .filter((other) => packageNumberOf(other) !== packageNumberOf(job))
      .filter(({ monitor }) => !isImportProcessed(monitor?.state))
      .map(nameOf),
    firstJob: job.package?.firstJobName ?? nameOf(job),
    isFirst: job.package === undefined,
    isInVault: first?.vault?.verifiedAt !== undefined,
  };
}
