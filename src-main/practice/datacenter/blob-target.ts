/** @file Which blob a file becomes, by its import disposition (import-export.md 2.1). */
import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type { BlobStatus, DispositionStatus } from './log-codes.ts';
import type { ImportDisposition } from './manifest-parser.ts';

const containerPattern = /^(?:\$root|[a-z0-9](?:[a-z0-9]|-(?!-)){1,61}[a-z0-9])$/;
const longestBlobName = 1024;
const mostRenames = 1000;

export interface BlobAddress {
  readonly container: string;
  readonly name: string;
}

/** Splits `container/blob`. @returns undefined when a name breaks the rules of the storage service */
export function blobAddressOf(blobPath: string): BlobAddress | undefined {
  const slash = blobPath.indexOf('/');
  const container = blobPath.slice(0, Math.max(0, slash));
  const name = blobPath.slice(slash + 1);
  const isValid = containerPattern.test(container) && name !== '' && name.length <= longestBlobName;
  return isValid ? { container, name } : undefined;
}

/** ` (2)`, ` (3)`: at the end of a name without a dot, before the last dot of others. */
export function renamed(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  const suffix = ` (${number})`;
  return dot < 0 ? `${name}${suffix}` : `${name.slice(0, dot)}${suffix}${name.slice(dot)}`;
}

/** A decision, written down before the blob is made, so that a second run does not take the own blob for another's. */
export interface TargetDecision {
  readonly name: string;
  readonly disposition: DispositionStatus;
}

/** Finds the container, making it when it is missing. */
export async function openContainer(
  account: BlobServiceClient,
  container: string,
  signal: AbortSignal,
): Promise<ContainerClient> {
  const client = account.getContainerClient(container);
  await client.createIfNotExists({ abortSignal: signal });
  return client;
}

/** @returns the decision, or `RenameFailed` when a thousand names are taken */
export async function decideTarget(
  container: ContainerClient,
  name: string,
  wanted: ImportDisposition,
  signal: AbortSignal,
): Promise<TargetDecision | Extract<BlobStatus, 'RenameFailed'>> {
  const exists = (candidate: string): Promise<boolean> =>
    container.getBlobClient(candidate).exists({ abortSignal: signal });
  if (!(await exists(name))) return { name, disposition: 'Created' };
  if (wanted === 'no-overwrite') return { name, disposition: 'Skipped' };
  if (wanted === 'overwrite') return { name, disposition: 'Overwritten' };
  for (let number = 2; number <= mostRenames; number += 1) {
    const candidate = renamed(name, number);
    if (!(await exists(candidate))) return { name: candidate, disposition: 'Renamed' };
  }
  return 'RenameFailed';
}
