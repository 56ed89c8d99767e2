import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { speedOf } from '../../src-shared/domain/initiate-draft.ts';
import { hasReached, type JobSnapshot, type RecoveryPointSummary } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { TaskControl } from '../jobs/task-control.ts';
import { runInWorker } from '../platform/node/worker-task.ts';
import { createSpeedLimitCell } from '../staging/speed-limit-cell.ts';
import type { IncrementResult } from '../staging/staging-types.ts';
import { closeIncrementFolder, openIncrementFolder } from './increment-folder.ts';
import { type LocatedPoint, locatePoint, newestPoint, vaultPlaceOf } from './points.ts';
import { containerLocation, listBlobs } from './vault-azure.ts';
import type { VaultContext } from './vault-context.ts';
import { vaultRecordOf } from './vault-layout.ts';
import type { UploadResult, UploadWork } from './vault-work.ts';

/** An increment that may start: the newest point was found and its data key opened. */
export interface OpenedIncrement {
  readonly job: JobSnapshot;
  readonly previous: LocatedPoint;
  readonly dataKey: Uint8Array;
}

/**
 * Opens the newest recovery point, so that a wrong passphrase is told before anything starts.
 * @throws AppError `vault.notVerified`, `vault.pointNotFound`, `staging.passphraseWrong`, `azure.*`
 */
export async function openIncrement(
  context: VaultContext,
  jobId: JobId,
  passphrase: string,
): Promise<OpenedIncrement> {
  const job = context.jobs.get(jobId);
  if (!hasReached(job, 'vaulted')) throw new AppError({ kind: 'user', code: 'vault.notVerified' });
  const previous = await locatePoint(context.azure, job, newestPoint(job).id);
  const dataKey = await context.staging.unlock(previous.location, previous.descriptorFile, passphrase);
  return { job, previous, dataKey };
}

/** Above every number in the vault, also those of an increment that was stopped: a name is never used twice. */
async function nextVolumeNumber(context: VaultContext, job: JobSnapshot): Promise<number> {
  const place = vaultPlaceOf(job);
  let highest = 0;
  for (const name of (await listBlobs(context.azure, place, place.prefix)).keys()) {
    const digits = /-(\d{6,})\.BaseBlob$/.exec(name)?.[1];
    if (digits !== undefined) highest = Math.max(highest, Number(digits));
  }
  return highest + 1;
}

async function upload(
  context: VaultContext,
  job: JobSnapshot,
  files: readonly string[],
  folder: string,
  control: TaskControl,
): Promise<number> {
  const place = vaultPlaceOf(job);
  const target = await containerLocation(context.azure, place, place.prefix, 'write');
  const work: UploadWork = { kind: 'upload', folder, files, target };
  const { bytes, differing } = await runInWorker<UploadResult>('vault', work, control);
  const [first] = differing;
  if (first === undefined) return bytes;
  throw new AppError({
    kind: 'azure',
    code: 'vault.copyDiffers',
    params: { blob: place.prefix + first, container: place.container, count: differing.length },
    retry: 'same-call',
  });
}

function pointOf(increment: IncrementResult, addedBytes: number): RecoveryPointSummary {
  const { recoveryPointId, createdAt, totals } = increment.header;
  return {
    id: recoveryPointId,
    createdAt,
    kind: 'incremental',
    files: totals.files,
    sourceBytes: totals.sourceBytes,
    addedBytes,
    descriptorFile: increment.descriptorFile,
  };
}

/** What an interrupted run wrote stays for the next one. */
async function writeIncrement(
  context: VaultContext,
  { job, previous, dataKey }: OpenedIncrement,
  outputFolder: string,
  control: TaskControl,
): Promise<IncrementResult> {
  const { descriptorFile, location } = previous;
  const nextNumber = await openIncrementFolder(outputFolder, descriptorFile, () =>
    nextVolumeNumber(context, job),
  );
  const { items, exclusions, volumeBytes } = job.draft;
  const limit = createSpeedLimitCell(speedOf(job.draft));
  try {
    return await context.staging.backUpIncrement(
      {
        previous: { location, descriptorFile },
        ...{ dataKey, items, exclusions, outputFolder, volumeBytes },
        nextVolumeNumber: nextNumber,
        speedLimit: limit.memory,
        waitsForSpace: true,
      },
      control,
    );
  } finally {
    limit.close();
  }
}

/**
 * Backs up what changed since the newest recovery point: new volumes and a descriptor go into the vault, volumes first, so that a
 * descriptor never names what is not there. Registered only after every new byte was read back.
 * @throws AppError `vault.copyDiffers`, `staging.*`, `azure.*`, `task.stopped`
 */
export async function runIncrement(
  context: VaultContext,
  { job, previous, dataKey }: OpenedIncrement,
  control: TaskControl,
): Promise<void> {
  const { jobs, clock, log } = context;
  const outputFolder = join(context.workFolder, job.id);
  const increment = await writeIncrement(context, { job, previous, dataKey }, outputFolder, control);
  await closeIncrementFolder(outputFolder);
  try {
    control.setPhase('uploadingChanges');
    control.report({ doneBytes: 0, totalBytes: increment.addedBytes });
    const files = [...increment.volumeFiles, increment.descriptorFile];
    const addedBytes = await upload(context, job, files, outputFolder, control);
    control.setPhase('registeringPoint');
    await jobs.update(job.id, 'vault.incrementAdded', (current) => {
      const vault = vaultRecordOf(current, clock.now());
      return { vault: { ...vault, points: [...vault.points, pointOf(increment, addedBytes)] } };
    });
    const { changedFiles, unchangedFiles } = increment;
    log.info({ jobId: job.id, addedBytes, changedFiles, unchangedFiles }, 'increment added');
  } finally {
    await rm(outputFolder, { recursive: true, force: true });
  }
}
