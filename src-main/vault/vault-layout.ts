import { createHash } from 'node:crypto';
import type { JobSnapshot, VaultRecord } from '../../src-shared/domain/job.ts';
import { nextRunAfter } from '../../src-shared/domain/schedule.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';

/**
 * Name of the blob container that is bound to a Recovery Services vault (design 3.8). Vault names are case-insensitive and may hold
 * what container names may not; a name that had to be bent gets a piece of its hash, so that two vaults never share a container.
 */
export function vaultContainerName(vaultName: string): string {
  const lower = vaultName.toLowerCase();
  const plain = lower.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  if (plain === lower && plain !== '') return `vault-${plain}`;
  const hash = createHash('sha256').update(lower).digest('hex').slice(0, 8);
  return `vault-${plain === '' ? hash : `${plain.slice(0, 48)}-${hash}`}`;
}

const safePart = (text: string): string => text.replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'unnamed';

/**
 * What stands before the file names of a job's recovery points in the vault container: `<machine>/<import job>/`. Descriptors and
 * volumes lie side by side, as in staging, so that the same reader reads both.
 */
export function vaultPrefix(machineName: string, importJobName: string): string {
  return `${safePart(machineName)}/${safePart(importJobName)}/`;
}

/** Everything needed to find a job's data in Azure. */
export interface SeedPlace {
  readonly cloudId: JobSnapshot['cloudId'];
  readonly storageAccount: string;
  readonly importContainer: string;
  readonly vaultContainer: string;
  readonly prefix: string;
  readonly importJobName: string;
  readonly descriptorFile: string;
}

/** @throws AppError `job.wrongPhase` when the job has no staging or no import job yet */
export function seedPlaceOf(job: JobSnapshot): SeedPlace {
  const { staging, importJob } = job;
  if (staging === undefined || importJob === undefined) {
    throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
  }
  return {
    cloudId: job.cloudId,
    storageAccount: importJob.storageAccount,
    importContainer: importJob.container,
    vaultContainer: job.vault?.container ?? vaultContainerName(vaultNameOf(job)),
    prefix: vaultPrefix(staging.machineName, importJob.name),
    importJobName: importJob.name,
    descriptorFile: staging.descriptorFile,
  };
}

/** Name of the vault; a job that was made without one is bound to a name of its own. */
function vaultNameOf(job: JobSnapshot): string {
  return job.draft.offlineDetails.vaultName || job.importJob?.name || '';
}

/** The next scheduled backup by the job's own schedule. */
function nextBackupAfter(job: JobSnapshot, now: Date): Date | undefined {
  return nextRunAfter(job.draft.schedule, now, new Date(job.createdAt));
}

/** Vault part of a job as it is before anything was moved, with a new moment for the next run. */
export function vaultRecordOf(job: JobSnapshot, now: Date): VaultRecord {
  const { nextRunAt: _before, ...kept } = job.vault ?? {
    vaultName: vaultNameOf(job),
    container: seedPlaceOf(job).vaultContainer,
    points: [],
  };
  const next = nextBackupAfter(job, now);
  return { ...kept, ...(next === undefined ? {} : { nextRunAt: next.toISOString() }) };
}
