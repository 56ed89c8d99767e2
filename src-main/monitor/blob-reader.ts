import type { BlobServiceClient } from '@azure/storage-blob';
import type { CloudId } from '../../src-shared/domain/clouds.ts';

/** Where a blob is that an import job named by URI. */
export interface BlobAddress {
  readonly cloudId: CloudId;
  readonly storageAccount: string;
  readonly uri: string;
}

/** Reads small blobs as the signed-in operator. */
export interface BlobReader {
  /** @returns undefined when there is no such blob, `tooLarge` when it is longer than allowed */
  read(address: BlobAddress, maximumBytes: number): Promise<Buffer | 'tooLarge' | undefined>;
}

/**
 * Container and blob name out of a URI. Only its path counts: the request goes to the account's own endpoint, so that a wrong or
 * forged host never sees a token, and a practice Azure that moved to another port is still found.
 * @param serviceUrl URL of the account's blob service; in practice mode its path names the account
 */
export function blobPathOf(
  uri: string,
  serviceUrl: string,
): { readonly container: string; readonly blob: string } | undefined {
  const parsed = URL.parse(uri);
  if (parsed === null) return undefined;
  const base = new URL(serviceUrl).pathname.replace(/\/$/, '');
  const path = parsed.pathname.startsWith(`${base}/`) ? parsed.pathname.slice(base.length) : parsed.pathname;
  const [, container, ...rest] = path.split('/');
  const blob = rest.map(decodeURIComponent).join('/');
  return container === undefined || container === '' || blob === '' ? undefined : { container, blob };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404;

/** @param blobService of an account, as the signed-in operator */
export function createBlobReader(
  blobService: (cloudId: CloudId, storageAccount: string) => Promise<BlobServiceClient>,
): BlobReader {
  return {
    async read({ cloudId, storageAccount, uri }, maximumBytes) {
      const service = await blobService(cloudId, storageAccount);
      const path = blobPathOf(uri, service.url);
      if (path === undefined) return undefined;
      const client = service.getContainerClient(path.container).getBlobClient(path.blob);
      try {
        const { contentLength = 0 } = await client.getProperties();
        return contentLength > maximumBytes ? 'tooLarge' : await client.downloadToBuffer();
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
  };
}
