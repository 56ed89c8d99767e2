/** @file Worker thread: fills volumes one after the other (staging-format.md 7). */
import { randomBytes } from 'node:crypto';
import { giveBack } from '../../platform/node/give-back.ts';
import { blockKinds, type EncodedBlock, encodeBlock, sealBlock } from '../format/block.ts';
import {
  blockOverheadBytes,
  formatName,
  formatVersion,
  indexRecordBytes,
  paddedLength,
  pageBytes,
} from '../format/constants.ts';
import { deriveFileKeys, type FileKeys } from '../format/keys.ts';
import { encodePage } from '../format/page.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import { volumeFileName } from '../write/set-state.ts';
import type { Digest } from './chunk-tag.ts';
import { IndexRecords } from './index-records.ts';
import type { VolumeStream } from './volume-stream.ts';

/** A chunk inside a block that is being written. */
export interface BlockMember {
  readonly digest: Digest;
  readonly offset: number;
  readonly length: number;
}

export interface VolumePackerOptions {
  readonly set: SetIdentity;
  readonly volumeBytes: number;
  readonly stream: VolumeStream;
  /** @returns a number that no other volume of the set has */
  readonly nextNumber: () => number;
  readonly now: () => string;
  readonly onFinished: (row: VolumeRow) => void;
}

export interface VolumePacker {
  append(
    block: EncodedBlock,
    members: readonly BlockMember[],
  ): Promise<{ readonly volume: number; readonly position: number }>;
  finish(): Promise<void>;
}

/** Whole records, just below 1 MiB. */
const indexBlockBytes = Math.floor((1024 * 1024) / indexRecordBytes) * indexRecordBytes;

interface OpenVolume {
  readonly number: number;
  readonly volumeId: string;
  readonly salt: string;
  readonly keys: FileKeys;
  readonly records: IndexRecords;
  contentBlocks: number;
}

function lengthWith(position: number, chunks: number): number {
  const records = chunks * indexRecordBytes;
  const index = records + Math.ceil(records / indexBlockBytes) * blockOverheadBytes;
  return paddedLength(position + index) + pageBytes;
}

/** @throws AppError as the stream's calls, as do its calls */
export function createVolumePacker(options: VolumePackerOptions): VolumePacker {
  const { set, stream } = options;
  let open: OpenVolume | undefined;
  const frame = (kind: string, { salt, volumeId }: Pick<OpenVolume, 'salt' | 'volumeId'>) => ({
    format: formatName,
    version: formatVersion,
    kind,
    setId: set.setId,
    salt,
    volumeId,
  });
  const openVolume = async (): Promise<OpenVolume> => {
    const number = options.nextNumber();
    const volumeId = randomBytes(16).toString('hex');
    const salt = randomBytes(32).toString('hex');
    const keys = deriveFileKeys(set.dataKey, set.setId, salt);
    await stream.open(volumeFileName(set.baseName, number));
    const { creator } = set;
    const page = { ...frame('volume', { salt, volumeId }), number, createdAt: options.now(), creator };
    stream.put(encodePage(page, keys.pageKey));
    return { number, volumeId, salt, keys, records: new IndexRecords(), contentBlocks: 0 };
  };
  const writeBlock = async (volume: OpenVolume, block: EncodedBlock): Promise<number> => {
    if (!stream.hasRoom(block.payload.length + blockOverheadBytes)) await stream.room();
    const { position } = stream;
    for (const piece of sealBlock(block, volume.keys.blockKey, position)) {
      stream.put(piece);
      giveBack(piece);
    }
    // What is not compressed is the memory that it was read into.
    if (block.codec === 1) giveBack(block.payload);
    return position;
  };
  const finish = async (): Promise<void> => {
    if (open === undefined) return;
    const volume = open;
    open = undefined;
    const indexOffset = stream.position;
    const index = volume.records.bytes();
    for (let start = 0; start < index.length; start += indexBlockBytes) {
      const records = index.subarray(start, start + indexBlockBytes);
      await writeBlock(volume, encodeBlock(blockKinds.chunkIndex, records));
    }
    const { contentBlocks, records, volumeId, number } = volume;
    const { position: indexEnd } = stream;
    if (!stream.hasRoom(pageBytes * 2)) await stream.room();
    stream.padTo(pageBytes);
    const chunks = records.count;
    const trailer = { ...frame('volumeTrailer', volume), contentBlocks, chunks, indexOffset, indexEnd };
    stream.put(encodePage(trailer, volume.keys.pageKey));
    const { length, pageRangeMd5 } = await stream.finish();
    options.onFinished({
      number,
      volumeId,
      file: volumeFileName(set.baseName, number),
      length,
      pageRangeMd5,
    });
  };
  return {
    async append(block, members) {
      const blockBytes = block.payload.length + blockOverheadBytes;
      if (open !== undefined) {
        const length = lengthWith(stream.position + blockBytes, open.records.count + members.length);
        if (length > options.volumeBytes) await finish();
      }
      open ??= await openVolume();
      const position = await writeBlock(open, block);
      open.contentBlocks += 1;
      open.records.add(members, position);
      return { volume: open.number, position };
    },
    finish,
  };
}
