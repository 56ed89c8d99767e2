import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import { callAzure } from '../azure/azure-errors.ts';
import type { VolumeLocation } from '../staging/volume-source.ts';

/** What the vault needs of Azure; `src-main/azure` and the cloud directory offer it. */
export interface VaultAzure {
  /** As the signed-in operator. */
  blobService(cloudId: CloudId, storageAccount: string): Promise<BlobServiceClient>;
  /** Short-lived SAS URL of a container for a worker or a server-side copy. A secret: never log it. */
  containerAccess(
    cloudId: CloudId,
    storageAccount: string,
    container: string,
    permission: 'read' | 'write',
  ): Promise<{ readonly url: string }>;
  /** PEM of a further certificate authority that workers must trust, in practice mode. */
  certificateAuthority(cloudId: CloudId): Promise<string | undefined>;
}

/** A container of a job's storage account. */
export interface ContainerPlace {
  readonly cloudId: CloudId;
  readonly storageAccount: string;
  readonly container: string;
}

export async function containerClient(azure: VaultAzure, place: ContainerPlace): Promise<ContainerClient> {
  return (await azure.blobService(place.cloudId, place.storageAccount)).getContainerClient(place.container);
}

/** A container as the staging reader takes it, with a fresh signature. */
export async function containerLocation(
  azure: VaultAzure,
  place: ContainerPlace,
  prefix: string,
  permission: 'read' | 'write' = 'read',
): Promise<Extract<VolumeLocation, { kind: 'container' }>> {
  const { cloudId, storageAccount, container } = place;
  const { url } = await azure.containerAccess(cloudId, storageAccount, container, permission);
  const certificateAuthority = await azure.certificateAuthority(cloudId);
  return {
    kind: 'container',
    containerUrl: url,
    prefix,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  };
}

/** Maps what the blob SDK throws to `azure.*`. */
export function callBlobs<Value>(place: ContainerPlace, run: () => Promise<Value>): Promise<Value> {
  return callAzure({ cloudId: place.cloudId, resource: place.container }, run);
}

/** What is known of a blob from a listing. */
export interface ListedBlob {
  readonly name: string;
  readonly length: number;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly isCopied: boolean;
}

/** All blobs below a prefix by name; a container that does not exist has none. */
export async function listBlobs(
  azure: VaultAzure,
  place: ContainerPlace,
  prefix: string,
): Promise<ReadonlyMap<string, ListedBlob>> {
  return callBlobs(place, async () => {
    const client = await containerClient(azure, place);
    const blobs = new Map<string, ListedBlob>();
    if (!(await client.exists())) return blobs;
    for await (const item of client.listBlobsFlat({ prefix, includeMetadata: true, includeCopy: true })) {
      const { contentLength = 0, etag, copyStatus } = item.properties;
      blobs.set(item.name, {
        name: item.name,
        length: contentLength,
        etag: etag.replaceAll('"', ''),
        metadata: item.metadata ?? {},
        isCopied: copyStatus === 'success',
      });
    }
    return blobs;
  });
}
