import { blockKinds } from '../format/block.ts';
import { pageBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { checkIndexRecords } from '../format/index-records.ts';
import { deriveFileKeys, type FileKeys } from '../format/keys.ts';
import { authenticatePage } from '../format/page.ts';
import { parseTrailerPage, parseVolumePage, type TrailerPage } from '../format/page-content.ts';
import { damageOf } from '../staging-errors.ts';
import type { VolumeSource } from '../volume-source.ts';
import type { BlockMemory } from './block-opener.ts';
import { type FoundBlock, readBlock } from './read-block.ts';
import { readPage } from './read-page.ts';

/** What a volume has to be; the number and id from the volume table, where there is one. */
export interface ExpectedVolume {
  readonly file: string;
  readonly setId: string;
  readonly volumeId?: string;
  readonly number?: number;
  readonly length?: number;
}

/** What a volume says of itself. */
export interface VolumeIdentity {
  readonly setId: string;
  readonly volumeId: string;
  readonly number: number;
  readonly salt: string;
}

export interface VolumeReader {
  readonly file: string;
  readonly length: number;
  readonly identity: VolumeIdentity;
  readonly keys: FileKeys;
  /** Content of the block at this position, in fresh memory unless given. @throws AppError `staging.volumeDamaged` */
  content(position: number, memory?: BlockMemory): Promise<FoundBlock>;
  /** @throws AppError `staging.volumeIncomplete` when the volume was not finished, `staging.volumeDamaged` */
  trailer(): Promise<TrailerPage>;
  /** Index records of 48 bytes, some thousand at a time. */
  indexBlocks(): AsyncGenerator<Buffer>;
}

interface Identified {
  readonly identity: VolumeIdentity;
  readonly keys: FileKeys;
}

function isExpected(identity: VolumeIdentity, expected: ExpectedVolume): boolean {
  return (
    identity.setId === expected.setId &&
    (expected.volumeId ?? identity.volumeId) === identity.volumeId &&
    (expected.number ?? identity.number) === identity.number
  );
}

async function checkedPage(
  source: VolumeSource,
  expected: ExpectedVolume,
  dataKey: Uint8Array,
): Promise<Identified> {
  const { bytes, content } = await readPage(source, expected.file, 0);
  const { setId, volumeId, number, salt } = parseVolumePage(content);
  const identity = { setId, volumeId, number, salt };
  const keys = deriveFileKeys(dataKey, expected.setId, salt);
  authenticatePage(bytes, keys.pageKey);
  if (!isExpected(identity, expected)) throw new DamageError('another volume stands here');
  return { identity, keys };
}

/** The trailer carries the same salt; only the number it does not say, which is that of the volume with this id in the table. */
async function identifyByTrailer(
  source: VolumeSource,
  expected: ExpectedVolume,
  length: number,
  dataKey: Uint8Array,
): Promise<Identified> {
  const { file, number, volumeId } = expected;
  if (number === undefined || volumeId === undefined) throw new DamageError('nothing names this volume');
  const { bytes, content } = await readPage(source, file, length - pageBytes);
  const { setId, salt, ...trailer } = parseTrailerPage(content);
  const identity = { setId, volumeId: trailer.volumeId, number, salt };
  const keys = deriveFileKeys(dataKey, expected.setId, salt);
  authenticatePage(bytes, keys.pageKey);
  if (!isExpected(identity, expected)) throw new DamageError('another volume stands here');
  return { identity, keys };
}

async function identify(
  source: VolumeSource,
  expected: ExpectedVolume,
  length: number,
  dataKey: Uint8Array,
  { acceptsTrailer }: VolumeOptions,
): Promise<Identified> {
  try {
    return await checkedPage(source, expected, dataKey);
  } catch (error) {
    if (acceptsTrailer !== true || !(error instanceof DamageError)) throw error;
    // What is wrong with the first page is the thing to tell when the last one is no better.
    return identifyByTrailer(source, expected, length, dataKey).catch(() => Promise.reject(error));
  }
}

async function checkedTrailer(
  source: VolumeSource,
  file: string,
  length: number,
  { identity, keys }: Identified,
) {
  const { bytes, content } = await readPage(source, file, length - pageBytes);
  const trailer = parseTrailerPage(content);
  authenticatePage(bytes, keys.pageKey);
  const isRight =
    bytes.length === pageBytes &&
    trailer.volumeId === identity.volumeId &&
    trailer.salt === identity.salt &&
    trailer.indexOffset >= pageBytes &&
    trailer.indexEnd >= trailer.indexOffset &&
    trailer.indexEnd <= length - pageBytes;
  if (!isRight) throw new DamageError('trailer does not belong to its volume');
  return trailer;
}

export interface VolumeOptions {
  /** A restore goes on with the salt of the last page when the first one is damaged; a check does not. */
  readonly acceptsTrailer?: boolean;
}

/**
 * Opens a volume and checks that it is the expected one.
 * @throws AppError `staging.volumeMissing`, `staging.volumeDamaged`, `staging.versionUnsupported`
 */
export async function openVolume(
  source: VolumeSource,
  expected: ExpectedVolume,
  dataKey: Uint8Array,
  options: VolumeOptions = {},
): Promise<VolumeReader> {
  const { file } = expected;
  const length = (await source.length(file)) ?? 0;
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work();
    } catch (error) {
      throw damageOf(error, 'staging.volumeDamaged', file);
    }
  };
  if (length === 0) await source.read(file, 0, 1);
  const identified = await guarded(async () => {
    if ((expected.length ?? length) !== length) throw new DamageError('volume has another length');
    return identify(source, expected, length, dataKey, options);
  });
  const { identity, keys } = identified;
  const end = length - pageBytes;
  const trailer = (): Promise<TrailerPage> => guarded(() => checkedTrailer(source, file, length, identified));
  return {
    file,
    length,
    identity,
    keys,
    content: (position, memory) =>
      guarded(() =>
        readBlock(source, { file, position, end, kind: blockKinds.content }, keys.blockKey, memory),
      ),
    trailer,
    async *indexBlocks() {
      const { indexOffset, indexEnd } = await trailer();
      for (let position = indexOffset; position < indexEnd; ) {
        const place = { file, position, end: indexEnd, kind: blockKinds.chunkIndex };
        const block = await guarded(async () => {
          const found = await readBlock(source, place, keys.blockKey);
          checkIndexRecords(found.bytes, indexOffset);
          return found;
        });
        yield block.bytes;
        position += block.length;
      }
    },
  };
}
