/** @file Worker thread: fills volumes one after the other (staging-format.md 7). */
import { randomBytes } from 'node:crypto';
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
import type { VolumeRow } from '../staging-types.ts';
import { createOutputFile, type OutputFile } from './output-file.ts';

/** What a set's files have in common. */
export interface SetIdentity {
  readonly setId: string;
  readonly dataKey: Uint8Array;
  readonly creator: string;
  /** Import job name: file names begin with it. */
  readonly baseName: string;
}

/** A chunk inside a block that is being written. */
export interface BlockMember {
  readonly hash: Buffer;
  readonly offset: number;
  readonly length: number;
}

export interface VolumeWriter {
  /** Volumes that have their final name. */
  readonly finished: readonly VolumeRow[];
  /** Bytes in finished volumes and the open one. */
  readonly writtenBytes: number;
  /** Bytes in the open volume, which a failure would lose. */
  readonly openBytes: number;
  append(
    block: EncodedBlock,
    members: readonly BlockMember[],
  ): { readonly volume: number; readonly position: number };
  finish(): void;
  discard(): void;
}

export interface VolumeWriterOptions {
  readonly folder: string;
  readonly set: SetIdentity;
  readonly volumeBytes: number;
  readonly firstNumber: number;
  readonly now: () => string;
}

/** Whole records, just below 1 MiB. */
const indexBlockBytes = Math.floor((1024 * 1024) / indexRecordBytes) * indexRecordBytes;

interface OpenVolume {
  readonly number: number;
  readonly volumeId: string;
  readonly salt: string;
  readonly keys: FileKeys;
  readonly file: OutputFile;
  /** Index records, one buffer per block. */
  readonly records: Buffer[];
  chunks: number;
  contentBlocks: number;
}

function volumeFileName(baseName: string, number: number): string {
  return `${baseName}-${String(number).padStart(6, '0')}.BaseBlob`;
}

function lengthWith(position: number, chunks: number): number {
  const records = chunks * indexRecordBytes;
  const index = records + Math.ceil(records / indexBlockBytes) * blockOverheadBytes;
  return paddedLength(position + index) + pageBytes;
}

function indexRecords(members: readonly BlockMember[], position: number): Buffer {
  const records = Buffer.alloc(members.length * indexRecordBytes);
  for (const [index, member] of members.entries()) {
    const start = index * indexRecordBytes;
    member.hash.copy(records, start);
    records.writeBigUInt64LE(BigInt(position), start + 32);
    records.writeUInt32LE(member.offset, start + 40);
    records.writeUInt32LE(member.length, start + 44);
  }
  return records;
}

function openVolume(options: VolumeWriterOptions, number: number): OpenVolume {
  const { set } = options;
  const volumeId = randomBytes(16).toString('hex');
  const salt = randomBytes(32).toString('hex');
  const keys = deriveFileKeys(set.dataKey, set.setId, salt);
  const file = createOutputFile(options.folder, volumeFileName(set.baseName, number));
  const page = {
    format: formatName,
    version: formatVersion,
    kind: 'volume',
    setId: set.setId,
    salt,
    volumeId,
    number,
    createdAt: options.now(),
    creator: set.creator,
  };
  file.write(encodePage(page, keys.pageKey));
  return { number, volumeId, salt, keys, file, records: [], chunks: 0, contentBlocks: 0 };
}

function writeBlock(volume: OpenVolume, block: EncodedBlock): number {
  const { position } = volume.file;
  for (const piece of sealBlock(block, volume.keys.blockKey, position)) volume.file.write(piece);
  return position;
}

function finishVolume(volume: OpenVolume, set: SetIdentity): VolumeRow {
  const { file, keys, volumeId } = volume;
  const indexOffset = file.position;
  const index = Buffer.concat(volume.records);
  for (let start = 0; start < index.length; start += indexBlockBytes) {
    writeBlock(volume, encodeBlock(blockKinds.chunkIndex, index.subarray(start, start + indexBlockBytes)));
  }
  const indexEnd = file.position;
  file.padToPage();
  const trailer = {
    format: formatName,
    version: formatVersion,
    kind: 'volumeTrailer',
    setId: set.setId,
    salt: volume.salt,
    volumeId,
    contentBlocks: volume.contentBlocks,
    chunks: volume.chunks,
    indexOffset,
    indexEnd,
  };
  file.write(encodePage(trailer, keys.pageKey));
  const { length, pageRangeMd5 } = file.close();
  file.commit();
  return { number: volume.number, volumeId, file: file.name, length, pageRangeMd5 };
}

/** @throws AppError `staging.noSpace`, `staging.writeFailed`, as do its calls */
export function createVolumeWriter(options: VolumeWriterOptions): VolumeWriter {
  const finished: VolumeRow[] = [];
  let finishedBytes = 0;
  let open: OpenVolume | undefined;
  const finish = (): void => {
    if (open === undefined) return;
    const row = finishVolume(open, options.set);
    finished.push(row);
    finishedBytes += row.length;
    open = undefined;
  };
  return {
    finished,
    get writtenBytes() {
      return finishedBytes + (open?.file.position ?? 0);
    },
    get openBytes() {
      return open?.file.position ?? 0;
    },
    append(block, members) {
      const blockBytes = block.payload.length + blockOverheadBytes;
      if (open !== undefined) {
        const length = lengthWith(open.file.position + blockBytes, open.chunks + members.length);
        if (length > options.volumeBytes) finish();
      }
      open ??= openVolume(options, options.firstNumber + finished.length);
      const position = writeBlock(open, block);
      open.contentBlocks += 1;
      open.chunks += members.length;
      open.records.push(indexRecords(members, position));
      return { volume: open.number, position };
    },
    finish,
    discard() {
      open?.file.discard();
      open = undefined;
    },
  };
}
