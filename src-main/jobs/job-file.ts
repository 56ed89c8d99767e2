import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { cloudIdSchema } from '../../src-shared/domain/clouds.ts';
import { initiateDraftSchema } from '../../src-shared/domain/initiate-draft.ts';
import {
  hasReached,
  importJobRecordSchema,
  type JobPhase,
  type JobSnapshot,
  type PreparedDrive,
  preparedDriveSchema,
  shippingRecordSchema,
  stagingRecordSchema,
} from '../../src-shared/domain/job.ts';
import { jobPackageSchema, packageNumberOf } from '../../src-shared/domain/packages.ts';
import { lineSchema } from '../../src-shared/domain/scalars.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import type { JobStore } from './job-store.ts';

const formatName = 'offline-backup-job';
const formatVersion = 1;
const largestFileBytes = 32 * 1024 * 1024;

/** What a job file carries from one computer to another: facts only, no secrets and no references to secrets. */
const jobFileSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  cloudId: cloudIdSchema,
  /** Computer that was backed up. */
  machineName: lineSchema,
  draft: initiateDraftSchema,
  staging: stagingRecordSchema,
  /** Present for the second and further import jobs of a set. */
  package: jobPackageSchema.optional(),
  /** Present when the file comes back from the copy computer. */
  drives: z.array(preparedDriveSchema).max(10),
  importJob: importJobRecordSchema.optional(),
  shipping: shippingRecordSchema.optional(),
});
type JobFile = z.infer<typeof jobFileSchema>;

/** Without what only means something on this computer: key references, mount points, letters. */
function portableDrive(drive: PreparedDrive): PreparedDrive {
  const { recoveryPasswordRef: _reference, rootPath: _root, letter: _letter, ...portable } = drive;
  return portable;
}

const invalid = (path: string, cause?: unknown): AppError =>
  new AppError({
    kind: 'user',
    code: 'job.fileInvalid',
    params: { path },
    field: 'path',
    retry: 'choose-again',
    ...(cause instanceof z.ZodError ? { details: z.prettifyError(cause) } : {}),
    cause,
  });

/**
 * Writes the job file into a folder as `<import job>.offline-backup.json`.
 * @returns its path
 * @throws AppError `job.wrongPhase` before staging is done, `folder.notFound`, `folder.notWritable`
 */
export async function exportJobFile(job: JobSnapshot, folder: string): Promise<string> {
  if (job.staging === undefined || !hasReached(job, 'staged')) {
    throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
  }
  const { receiptFile: _receipt, ...shipping } = job.shipping ?? {};
  const file: JobFile = jobFileSchema.parse({
    format: formatName,
    version: formatVersion,
    cloudId: job.cloudId,
    machineName: job.staging.machineName,
    draft: job.draft,
    staging: job.staging,
    ...(job.package === undefined ? {} : { package: job.package }),
    drives: job.drives.map(portableDrive),
    ...(job.importJob === undefined ? {} : { importJob: job.importJob }),
    ...(job.shipping === undefined ? {} : { shipping }),
  });
  const name = job.importJob?.name ?? job.draft.offlineDetails.importJobName;
  const path = join(folder, `${name.replace(/[^A-Za-z0-9-]/g, '') || 'job'}.offline-backup.json`);
  if (!isAbsolute(folder)) throw folderFailure(folder, 'ENOENT', undefined);
  try {
    await writeFileAtomically(path, `${JSON.stringify(file, null, 2)}\n`, 0o644);
  } catch (cause) {
    throw folderFailure(folder, systemErrorCode(cause), cause);
  }
  return path;
}

function folderFailure(path: string, code: string | undefined, cause: unknown): AppError {
  return new AppError({
    kind: 'environment',
    code: code === 'ENOENT' || code === 'ENOTDIR' ? 'folder.notFound' : 'folder.notWritable',
    params: { path, reason: code ?? 'unknown' },
    field: 'folder',
    retry: 'choose-again',
    cause,
  });
}

/** @throws AppError `job.fileInvalid` */
async function readJobFile(path: string): Promise<JobFile> {
  let text: string;
  try {
    if (!isAbsolute(path) || (await stat(path)).size > largestFileBytes) throw invalid(path);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(path, cause);
  }
  try {
    return jobFileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid(path, cause);
  }
}

function phaseOf(file: JobFile): JobPhase {
  if (file.shipping?.committedAt !== undefined) return 'shipped';
  if (file.importJob !== undefined) return 'jobCreated';
  return file.drives.length > 0 && file.drives.every(({ state }) => state === 'ready')
    ? 'prepared'
    : 'staged';
}

/**
 * Opens a job file. On the copy computer it makes a record of role `copy`. Where the set is known already, the record there learns
 * what the other computer did: drives, import job, shipping. It never loses anything by it.
 * @throws AppError `job.fileInvalid`
 */
export async function openJobFile(path: string, { jobs }: { readonly jobs: JobStore }): Promise<JobSnapshot> {
  const file = await readJobFile(path);
  const phase = phaseOf(file);
  const known = jobs
    .list()
    .find(
      (job) => job.staging?.setId === file.staging.setId && packageNumberOf(job) === packageNumberOf(file),
    );
  const news = {
    phase,
    drives: file.drives.map(portableDrive),
    ...(file.package === undefined ? {} : { package: file.package }),
    ...(file.importJob === undefined ? {} : { importJob: file.importJob }),
    ...(file.shipping === undefined ? {} : { shipping: file.shipping }),
  };
  if (known === undefined) {
    const { cloudId, machineName, draft, staging } = file;
    return jobs.create({ role: 'copy', cloudId, machineName, draft, staging, ...news });
  }
  if (hasReached(known, phase)) return known;
  return jobs.update(known.id, 'job.fileOpened', (job) =>
    hasReached(job, phase) ? {} : { ...news, drives: withOwnKeys(news.drives, job.drives) },
  );
}

/** The keys of drives that were prepared here are kept here: a file that tells the same drive does not take them away. */
function withOwnKeys(told: readonly PreparedDrive[], own: readonly PreparedDrive[]): PreparedDrive[] {
  return told.map((drive) => {
    const known = own.find(({ identity }) => identity.serial === drive.identity.serial);
    const reference = known?.recoveryPasswordRef;
    return reference === undefined ? drive : { ...drive, recoveryPasswordRef: reference };
  });
}
