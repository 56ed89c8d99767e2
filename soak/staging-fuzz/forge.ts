/** @file Builds pages, blocks, volumes and descriptors with right keys and checksums around any content, so that the inner readers are reached. */
import { createHash, createHmac, hash, type KeyObject } from 'node:crypto';
import { createKeyStream } from '../../bench/corpora/random.ts';
import { type BlockKind, encodeBlock, sealBlock } from '../../src-main/staging/format/block.ts';
import {
  maximumRawBlockBytes,
  paddedLength,
  pageBytes,
  rangeBytes,
} from '../../src-main/staging/format/constants.ts';
import { deriveFileKeys, type FileKeys } from '../../src-main/staging/format/keys.ts';
import type { Json } from './mutate-json.ts';

const stream = createKeyStream('fuzz');
/** Of everything that is forged. */
export const setId = stream(16).toString('hex');
export const dataKey = new Uint8Array(stream(32));
export const salts = Array.from({ length: 4 }, () => stream(32).toString('hex'));
export const volumeIds = Array.from({ length: 4 }, () => stream(16).toString('hex'));
export const descriptorFile = 'seed-fs01.AIBBlob';
export const mirrorFile = 'seed-fs01-descriptor.BaseBlob';
export const volumeFile = 'seed-fs01-000001.BaseBlob';

export const keysOf = (salt: string | undefined): FileKeys => deriveFileKeys(dataKey, setId, salt ?? '');

export interface PageShape {
  /** Of the page; as short as it can be when left out. */
  readonly length?: number;
  /** Written where the length of the JSON stands; the right one when left out. */
  readonly jsonLength?: number;
}

/** A page with right signature and checksum around any text. Text that is too long for a page is cut off. */
export function sealPage(text: string, pageKey: KeyObject, shape: PageShape = {}): Buffer {
  const json = Buffer.from(text, 'utf8').subarray(0, 1024 * 1024 - 80);
  const length = Math.max(shape.length ?? 0, paddedLength(16 + json.length + 64));
  const page = Buffer.alloc(length);
  page.write('OBSEED01', 'latin1');
  page.writeUInt32LE(length, 8);
  page.writeUInt32LE(shape.jsonLength ?? json.length, 12);
  json.copy(page, 16);
  createHmac('sha256', pageKey)
    .update(page.subarray(0, length - 64))
    .digest()
    .copy(page, length - 64);
  hash('sha256', page.subarray(0, length - 32), 'buffer').copy(page, length - 32);
  return page;
}

export const frame = (kind: string, salt: string | undefined) => ({
  format: 'offline-backup-staging',
  version: 1,
  kind,
  setId,
  salt: salt ?? '',
});

const zeros = (length: number): Buffer => Buffer.alloc(length);
const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, zeros(paddedLength(bytes.length) - bytes.length)]);

/** One sealed block. Content that no block can hold is cut off. */
export function block(kind: BlockKind, content: Buffer, salt: string | undefined, position: number): Buffer {
  return Buffer.concat(
    sealBlock(encodeBlock(kind, content.subarray(0, maximumRawBlockBytes)), keysOf(salt).blockKey, position),
  );
}

export interface ForgedVolume {
  readonly bytes: Buffer;
  readonly row: { readonly [name: string]: Json };
}

export interface VolumeParts {
  readonly contents: readonly Buffer[];
  /** Chunk index; right when left out: every content block is one chunk. */
  readonly records?: Buffer;
  /** JSON of the pages, from what it would be. */
  readonly header?: (members: Json) => string;
  readonly trailer?: (members: Json) => string;
}

export function indexRecord(digest: Buffer, position: bigint, offset: number, length: number): Buffer {
  const record = Buffer.alloc(48);
  digest.copy(record);
  record.writeBigUInt64LE(position, 32);
  record.writeUInt32LE(offset, 40);
  record.writeUInt32LE(length, 44);
  return record;
}

/** A volume whose keys fit; number 1, salt and id the first ones. */
export function forgeVolume({ contents, records, header, trailer }: VolumeParts): ForgedVolume {
  const [salt] = salts;
  const [volumeId = ''] = volumeIds;
  const { pageKey } = keysOf(salt);
  const head: Json = {
    ...frame('volume', salt),
    volumeId,
    number: 1,
    createdAt: '2026-11-21T21:00:00.000Z',
    creator: 'fuzz',
  };
  const parts = [sealPage(header?.(head) ?? JSON.stringify(head), pageKey)];
  let position = parts[0]?.length ?? 0;
  const found: Buffer[] = [];
  for (const content of contents) {
    const sealed = block(1, content, salt, position);
    found.push(indexRecord(hash('sha256', content, 'buffer'), BigInt(position), 0, content.length));
    parts.push(sealed);
    position += sealed.length;
  }
  const indexOffset = position;
  const index = records ?? Buffer.concat(found);
  if (index.length > 0) {
    const sealed = block(3, index, salt, position);
    parts.push(sealed);
    position += sealed.length;
  }
  const tail: Json = {
    ...frame('volumeTrailer', salt),
    volumeId,
    contentBlocks: contents.length,
    chunks: index.length / 48,
    indexOffset,
    indexEnd: position,
  };
  const bytes = Buffer.concat([
    padded(Buffer.concat(parts)),
    sealPage(trailer?.(tail) ?? JSON.stringify(tail), pageKey),
  ]);
  return { bytes, row: rowOf(bytes, volumeId) };
}

/** The line of a volume table that fits these bytes. */
export function rowOf(bytes: Buffer, volumeId: string): { readonly [name: string]: Json } {
  const digests: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += rangeBytes)
    digests.push(hash('md5', bytes.subarray(start, start + rangeBytes), 'buffer'));
  const pageRangeMd5 = Buffer.concat(digests).toString('base64');
  return { number: 1, volumeId, file: volumeFile, length: bytes.length, pageRangeMd5 };
}

export interface DescriptorParts {
  readonly table: Buffer;
  /** Decoded catalog blocks. */
  readonly catalog: readonly Buffer[];
  readonly salt?: string;
  /** JSON of the page, from what it would be. */
  readonly page?: (members: Json) => string;
}

/** A descriptor whose keys and checksums fit whatever is in it. */
export function forgeDescriptor({ table, catalog, salt = salts[3] ?? '', page }: DescriptorParts): Buffer {
  const write = page ?? ((members: Json) => JSON.stringify(members));
  const catalogOffset = paddedLength(pageBytes + table.length);
  const blocks: Buffer[] = [];
  let length = 0;
  for (const content of catalog) {
    const sealed = block(2, content, salt, catalogOffset + length);
    blocks.push(sealed);
    length += sealed.length;
  }
  const sealedCatalog = Buffer.concat(blocks);
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  const members: Json = {
    ...frame('descriptor', salt),
    recoveryPointId: 'b'.repeat(32),
    createdAt: '2026-11-21T21:00:00.000Z',
    finishedAt: '2026-11-21T21:10:00.000Z',
    scanStartedAt: '2026-11-21T21:00:00.000Z',
    creator: 'fuzz',
    machineName: 'fuzz',
    job: { importJobName: 'seed-fs01' },
    keySlots: [
      {
        kind: 'passphrase',
        kdf: 'scrypt',
        n: 2,
        r: 1,
        p: 1,
        salt: '0'.repeat(64),
        nonce: '0'.repeat(24),
        wrappedKey: '0'.repeat(64),
        tag: '0'.repeat(32),
      },
    ],
    totals: { files: 3, folders: 1, sourceBytes: 100, stagedBytes: 12_288, skipped: 0 },
    volumeTable: { offset: pageBytes, length: table.length, sha256: sha256(table) },
    catalog: { offset: catalogOffset, length, blocks: blocks.length, sha256: sha256(sealedCatalog) },
  };
  const head = sealPage(write(members), keysOf(salt).pageKey);
  return padded(Buffer.concat([head, padded(table), sealedCatalog]));
}
