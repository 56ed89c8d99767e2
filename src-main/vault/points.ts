import type { RecoveryPointId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot, RecoveryPointSummary } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { type ContainerPlace, containerLocation, listBlobs, type VaultAzure } from './vault-azure.ts';
import { seedPlaceOf } from './vault-layout.ts';

/** A recovery point with what a reader needs to open it. Holds a SAS: never log it. */
export interface LocatedPoint {
  readonly point: RecoveryPointSummary;
  readonly descriptorFile: string;
  readonly location: Awaited<ReturnType<typeof containerLocation>>;
}

/** Container and prefix of a job's recovery points. @throws AppError `job.wrongPhase` */
export function vaultPlaceOf(job: JobSnapshot): ContainerPlace & { readonly prefix: string } {
  const { cloudId, storageAccount, vaultContainer, prefix } = seedPlaceOf(job);
  return { cloudId, storageAccount, container: vaultContainer, prefix };
}

/**
 * Finds a registered point in the vault container itself; a copy that may still lie in staging does not count.
 * @throws AppError `vault.pointNotFound`, `azure.*`
 */
export async function locatePoint(
  azure: VaultAzure,
  job: JobSnapshot,
  pointId: RecoveryPointId,
): Promise<LocatedPoint> {
  const place = vaultPlaceOf(job);
  const point = job.vault?.points.find(({ id }) => id === pointId);
  const descriptorFile = point?.descriptorFile ?? (point && seedPlaceOf(job).descriptorFile);
  const blobs = await listBlobs(azure, place, place.prefix);
  if (point === undefined || descriptorFile === undefined || blobs.size === 0) {
    throw new AppError({
      kind: 'azure',
      code: 'vault.pointNotFound',
      params: { container: place.container },
      retry: 'choose-again',
    });
  }
  return { point, descriptorFile, location: await containerLocation(azure, place, place.prefix) };
}

/** The newest point of a job. @throws AppError `vault.pointNotFound` */
export function newestPoint(job: JobSnapshot): RecoveryPointSummary {
  const points = job.vault?.points ?? [];
  const newest = points.reduce<RecoveryPointSummary | undefined>(
    (found, point) => (found === undefined || point.createdAt > found.createdAt ? point : found),
    undefined,
  );
  if (newest !== undefined) return newest;
  const container = job.vault?.container ?? '';
  throw new AppError({ kind: 'user', code: 'vault.pointNotFound', params: { container } });
}
