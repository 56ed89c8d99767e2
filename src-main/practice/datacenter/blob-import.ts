/** @file Carries one file of a drive into one blob, checking the hash of every page range or block on the way. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type BlobHTTPHeaders, type ContainerClient, RestError } from '@azure/storage-blob';
import type { ReadableVolume } from '../drives/read-volume.ts';
import { headersOf, readExtras } from './blob-extras.ts';
import type { BlobStatus, DispositionStatus, ExtraStatus, PartStatus } from './log-codes.ts';
import type { ManifestBlob, ManifestPart } from './manifest-parser.ts';

/** Uploads that run at once; each holds one part, so memory stays below 16 MiB. */
const parallelParts = 3;
const largestPartBytes = 4 * 1024 * 1024;
const zeros = Buffer.alloc(largestPartBytes);

export interface BlobOutcome {
  readonly status: BlobStatus;
  readonly parts: readonly PartStatus[];
  readonly bytesSucceeded: number;
  readonly metadata?: ExtraStatus;
  readonly properties?: ExtraStatus;
}

export interface BlobTarget {
  readonly container: ContainerClient;
  readonly name: string;
  readonly disposition: DispositionStatus;
}

export interface BlobImport {
  readonly blob: ManifestBlob;
  readonly target: BlobTarget;
  readonly volume: ReadableVolume;
  /** Absolute path of the file that holds the content. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Fault: called with the bytes of every part before they are checked. */
  spoil(bytes: Buffer): void;
  /** Bytes that were dealt with, whatever came of them. */
  onBytes(bytes: number): void;
}

/** What a refused storage request means for a blob; anything else is thrown on. */
export function blobStatusOf(error: unknown): BlobStatus {
  if (!(error instanceof RestError)) throw error;
  if (error.statusCode === 401 || error.statusCode === 403) return 'BlobRequestForbidden';
  return error.code?.startsWith('Lease') === true ? 'LeasePresent' : 'BlobRequestFailed';
}

interface Extras {
  readonly metadata?: Record<string, string>;
  readonly blobHTTPHeaders?: BlobHTTPHeaders;
}

async function extrasOf({ blob, volume }: BlobImport) {
  const metadata = blob.metadata && (await readExtras(volume, blob.metadata, 'Metadata'));
  const properties = blob.properties && (await readExtras(volume, blob.properties, 'Properties'));
  const extras: Extras = {
    ...(metadata?.status === 'Completed' ? { metadata: Object.fromEntries(metadata.values) } : {}),
    ...(properties?.status === 'Completed' ? { blobHTTPHeaders: headersOf(properties.values) } : {}),
  };
  const statuses = {
    ...(metadata === undefined ? {} : { metadata: metadata.status }),
    ...(properties === undefined ? {} : { properties: properties.status }),
  };
  return { extras, statuses };
}

type Upload = (part: ManifestPart, index: number, bytes: Buffer, md5: Uint8Array) => Promise<PartStatus>;

async function readPart(handle: FileHandle, part: ManifestPart, buffer: Buffer): Promise<Buffer> {
  let length = 0;
  while (length < part.length) {
    const left = part.length - length;
    const { bytesRead } = await handle.read(buffer, length, left, part.offset + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function importPart(
  work: BlobImport,
  handle: FileHandle,
  index: number,
  buffer: Buffer,
  upload: Upload,
): Promise<PartStatus> {
  const part = work.blob.parts[index] as ManifestPart;
  let bytes: Buffer;
  try {
    bytes = await readPart(handle, part, buffer);
  } catch {
    return 'IOFailed';
  }
  if (bytes.length < part.length) return 'FileUnexpectedEnd';
  work.spoil(bytes);
  const md5 = createHash('md5').update(bytes).digest();
  if (md5.toString('hex').toUpperCase() !== part.md5) return 'Corrupted';
  return upload(part, index, bytes, md5);
}

/** Goes through all parts, a few at once. After a refused request the rest is `Cancelled`. */
async function importParts(work: BlobImport, upload: Upload) {
  const { parts } = work.blob;
  const statuses: PartStatus[] = parts.map(() => 'Cancelled');
  let next = 0;
  let refusal: BlobStatus | undefined;
  const handle = await open(work.file);
  const carry = async (): Promise<void> => {
    const buffer = Buffer.allocUnsafe(largestPartBytes);
    while (next < parts.length && refusal === undefined) {
      work.signal.throwIfAborted();
      const index = next;
      next += 1;
      try {
        statuses[index] = await importPart(work, handle, index, buffer, upload);
      } catch (error) {
        work.signal.throwIfAborted();
        statuses[index] = 'BlobRequestFailed';
        refusal = blobStatusOf(error);
      }
      work.onBytes(parts[index]?.length ?? 0);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallelParts, parts.length) }, carry));
  } finally {
    await handle.close();
  }
  return { statuses, refusal };
}

async function importPages(work: BlobImport, extras: Extras) {
  const pageBlob = work.target.container.getPageBlobClient(work.target.name);
  const abortSignal = work.signal;
  await pageBlob.create(work.blob.lengthBytes, { ...extras, abortSignal });
  return importParts(work, async (part, _index, bytes, md5) => {
    // A fresh page blob reads as zeros, so zeros need not travel.
    if (!bytes.equals(zeros.subarray(0, bytes.length))) {
      await pageBlob.uploadPages(bytes, part.offset, part.length, {
        transactionalContentMD5: md5,
        abortSignal,
      });
    }
    return 'Completed';
  });
}

async function importBlocks(work: BlobImport, extras: Extras) {
  const blockBlob = work.target.container.getBlockBlobClient(work.target.name);
  const abortSignal = work.signal;
  const idOf = (part: ManifestPart, index: number): string =>
    part.id ?? Buffer.from(String(index).padStart(8, '0')).toString('base64');
  const { statuses, refusal } = await importParts(work, async (part, index, bytes, md5) => {
    await blockBlob.stageBlock(idOf(part, index), bytes, part.length, {
      transactionalContentMD5: md5,
      abortSignal,
    });
    return 'Uncommitted';
  });
  if (refusal !== undefined || statuses.some((status) => status !== 'Uncommitted'))
    return { statuses, refusal };
  await blockBlob.commitBlockList(work.blob.parts.map(idOf), { ...extras, abortSignal });
  return { statuses: statuses.map((): PartStatus => 'Completed'), refusal };
}

const failedOutcome = (work: BlobImport, status: BlobStatus): BlobOutcome => ({
  status,
  parts: work.blob.parts.map(() => 'Cancelled'),
  bytesSucceeded: 0,
});

/**
 * Imports one blob. Doing it again replaces what an interrupted run left.
 * @throws when the signal aborts, or for faults of this program; refusals of the storage service are outcomes
 */
export async function importBlob(work: BlobImport): Promise<BlobOutcome> {
  const { extras, statuses: extraStatuses } = await extrasOf(work);
  try {
    const { statuses, refusal } =
      work.blob.kind === 'page' ? await importPages(work, extras) : await importBlocks(work, extras);
    const areExtrasFine = Object.values(extraStatuses).every((status) => status === 'Completed');
    const isWhole = areExtrasFine && statuses.every((status) => status === 'Completed');
    return {
      status: refusal ?? (isWhole ? 'Completed' : 'CompletedWithErrors'),
      parts: statuses,
      bytesSucceeded: work.blob.parts.reduce(
        (sum, part, index) => sum + (statuses[index] === 'Completed' ? part.length : 0),
        0,
      ),
      ...extraStatuses,
    };
  } catch (error) {
    work.signal.throwIfAborted();
    return failedOutcome(work, blobStatusOf(error));
  }
}
