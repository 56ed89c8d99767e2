import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CleanUpPreview } from '../../src-shared/contract/monitor-calls.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl } from '../jobs/task-control.ts';
import { syncFolder } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import { findSetFiles, isSetFile } from './set-files.ts';
import {
  type ContainerPlace,
  callBlobs,
  containerClient,
  type ListedBlob,
  listBlobs,
} from './vault-azure.ts';
import type { VaultContext } from './vault-context.ts';
import { seedPlaceOf } from './vault-layout.ts';

type Item = CleanUpPreview['items'][number];

/** What goes, with what is needed to delete exactly that. */
interface CleanUpPlan {
  readonly stagingFiles: readonly Item[];
  /** Blobs of this job with the version that was looked at. */
  readonly blobs: readonly ListedBlob[];
  /** True when nothing but this job's blobs is in the import container. */
  readonly isContainerDeleted: boolean;
  readonly container: ContainerPlace;
}

/** Why clean-up is refused, checked here and not only on the page. */
function refusalOf(job: JobSnapshot): CleanUpPreview['refusal'] {
  if (job.vault?.cleanedUpAt !== undefined) return 'alreadyDone';
  if (job.vault?.verifiedAt !== undefined) return undefined;
  return job.monitor?.state === 'Completed' || job.monitor?.state === 'Closed'
    ? 'notVerified'
    : 'importNotFinished';
}

async function planCleanUp(context: VaultContext, job: JobSnapshot): Promise<CleanUpPlan> {
  const { staging } = job;
  const place = seedPlaceOf(job);
  const container = { ...place, container: place.importContainer };
  const files = staging === undefined ? [] : await stagingItems(job);
  const all = await listBlobs(context.azure, container, '');
  const vaultFiles = await listBlobs(
    context.azure,
    { ...place, container: place.vaultContainer },
    place.prefix,
  );
  // A blob is this job's when the verified copy in the vault was made from it: same file name, same version.
  const blobs = [...all.values()].filter((blob) => {
    const file = blob.name.slice(blob.name.lastIndexOf('/') + 1);
    return vaultFiles.get(place.prefix + file)?.metadata.sourceetag === blob.etag;
  });
  const isContainerDeleted =
    place.importContainer !== place.vaultContainer && blobs.length > 0 && blobs.length === all.size;
  return { stagingFiles: files, blobs, isContainerDeleted, container };
}

async function stagingItems(job: JobSnapshot): Promise<readonly Item[]> {
  if (job.staging === undefined) return [];
  const { stagingPath } = job.staging;
  const files = await findSetFiles(job.staging).catch((cause: unknown) => {
    throw folderFailure('folder.notReadable', stagingPath, cause);
  });
  return files.map(({ folder, name, bytes }) => ({ kind: 'stagingFile', name: join(folder, name), bytes }));
}

function folderFailure(
  code: 'folder.notReadable' | 'folder.notWritable',
  path: string,
  cause: unknown,
): AppError {
  const reason = systemErrorCode(cause) ?? 'unknown';
  return new AppError({ kind: 'environment', code, params: { path, reason }, retry: 'same-call', cause });
}

function itemsOf(plan: CleanUpPlan): readonly Item[] {
  const { container } = plan.container;
  const blobs = plan.blobs.map(
    ({ name, length }): Item => ({ kind: 'importContainer', name: `${container}/${name}`, bytes: length }),
  );
  const whole: readonly Item[] = plan.isContainerDeleted
    ? [{ kind: 'importContainer', name: container, bytes: 0 }]
    : [];
  return [...plan.stagingFiles, ...blobs, ...whole];
}

/** Everything that clean-up would delete, by name; or why it is refused. Deletes nothing. */
export async function previewCleanUp(context: VaultContext, jobId: JobId): Promise<CleanUpPreview> {
  const job = context.jobs.get(jobId);
  const refusal = refusalOf(job);
  if (refusal !== undefined) return { items: [], totalBytes: 0, refusal };
  const items = itemsOf(await planCleanUp(context, job));
  return { items: [...items], totalBytes: items.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/**
 * Checks before anything is planned or deleted.
 * @throws AppError `vault.notVerified`, `vault.importNotFinished`, `vault.cleanUpNotConfirmed`
 */
export function requireCleanUp(job: JobSnapshot, typedText: string): void {
  const refusal = refusalOf(job);
  if (refusal === 'notVerified') throw new AppError({ kind: 'user', code: 'vault.notVerified' });
  if (refusal === 'importNotFinished') {
    const state = job.monitor?.state ?? 'Creating';
    throw new AppError({ kind: 'user', code: 'vault.importNotFinished', params: { state } });
  }
  const expected = seedPlaceOf(job).importJobName;
  if (typedText === expected) return;
  throw new AppError({
    kind: 'user',
    code: 'vault.cleanUpNotConfirmed',
    params: { expected },
    field: 'typedText',
    retry: 'choose-again',
  });
}

async function deleteBlobs(context: VaultContext, plan: CleanUpPlan, control: TaskControl): Promise<void> {
  const client = await containerClient(context.azure, plan.container);
  for (const { name, etag } of plan.blobs) {
    await control.waitWhilePaused();
    // Only the version that was listed: one that was written meanwhile is not ours to delete.
    await callBlobs(plan.container, () =>
      client
        .getBlobClient(name)
        .deleteIfExists({ conditions: { ifMatch: `"${etag}"` }, deleteSnapshots: 'include' }),
    );
  }
  if (!plan.isContainerDeleted) return;
  // Looked at again: somebody may have put something there since.
  if ((await listBlobs(context.azure, plan.container, '')).size > 0) return;
  await callBlobs(plan.container, () => client.deleteIfExists());
}

async function deleteStagingFiles(job: JobSnapshot, plan: CleanUpPlan, control: TaskControl): Promise<void> {
  for (const { name } of plan.stagingFiles) {
    await control.waitWhilePaused();
    // Looked at again: the plan may be as old as the blobs took, and a pause as long as the operator likes.
    if (job.staging === undefined || !(await isSetFile(job.staging, basename(name), dirname(name)))) continue;
    await rm(name, { force: true }).catch((cause: unknown) => {
      throw folderFailure('folder.notWritable', name, cause);
    });
  }
  const folders = new Set(plan.stagingFiles.map(({ name }) => dirname(name)));
  for (const folder of folders) await syncFolder(folder);
}

/** Names for the record; the journal keeps at most a thousand lines of 256 characters. */
const recordedNames = (plan: CleanUpPlan): string[] =>
  itemsOf(plan)
    .slice(0, 1000)
    .map(({ name }) => name.slice(-256));

/**
 * Deletes staging and import container of a verified job. Journalled before the first deletion; may be stopped or killed and
 * started again, what is gone already is no failure.
 * @throws AppError `folder.notWritable`, `azure.*`, `task.stopped`
 */
export async function cleanUp(context: VaultContext, jobId: JobId, control: TaskControl): Promise<void> {
  const { jobs, clock } = context;
  const job = jobs.get(jobId);
  if (refusalOf(job) === 'alreadyDone') return;
  const plan = await planCleanUp(context, job);
  await jobs.update(jobId, 'cleanUp.started', ({ vault }) =>
    vault === undefined
      ? {}
      : {
          vault: {
            ...vault,
            cleanedUp: [...new Set([...(vault.cleanedUp ?? []), ...recordedNames(plan)])].slice(0, 1000),
          },
        },
  );
  control.setPhase('deleting');
  await deleteBlobs(context, plan, control);
  await deleteStagingFiles(job, plan, control);
  await jobs.update(jobId, 'cleanUp.finished', ({ vault }) =>
    vault === undefined
      ? {}
      : { phase: 'cleanedUp', vault: { ...vault, cleanedUpAt: clock.now().toISOString() } },
  );
}
