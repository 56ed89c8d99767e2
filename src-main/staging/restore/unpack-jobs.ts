/** @file What travels between the thread that coordinates a restore and those that write: many files as few arrays, cheap to hand over. */

import type { FileMetadataFacts, MetadataValues } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { ChunkList, EntryAttributes, FileLine } from '../format/catalog-entry.ts';
import { joinBytes } from '../scan/native-path.ts';
import type { VolumeLocation } from '../volume-source.ts';
import type { ContentVolume } from './content-reader.ts';
import type { FileExtras } from './entry-extras.ts';
import type { FileTask } from './file-writer.ts';

export interface UnpackSetup {
  readonly kind: 'unpack';
  readonly location: VolumeLocation;
  readonly volumes: readonly ContentVolume[];
  readonly setId: string;
  readonly dataKey: Uint8Array;
  /** Tells this run's temporary names from others. */
  readonly run: string;
  /** Threads that share the memory. */
  readonly threads: number;
  /** What a metadata store is made from; undefined: there is none. */
  readonly metadata: FileMetadataFacts | undefined;
}

export interface PackedFiles {
  readonly folders: readonly ByteText[];
  readonly names: readonly ByteText[];
  /** Decimal nanoseconds; '' for none. */
  readonly modified: readonly string[];
  /** `numbersPerFile` for each: folder, size, 1 when sparse, mode, owner, group (-1 for none), length of its chunk list. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** All chunk lists, one behind the other. */
  readonly chunks: Float64Array<ArrayBuffer>;
  /** What the few files have beside their content that have something, by position. */
  readonly extras: ReadonlyMap<number, FileExtras>;
}

export type UnpackJob =
  /** Writes whole files, or with `isCheck` only reads their content. */
  | { readonly kind: 'files'; readonly files: PackedFiles; readonly isCheck: boolean }
  /** Writes a part of a file into what is there under a temporary name. */
  | {
      readonly kind: 'segment';
      readonly temporary: ByteText;
      readonly chunks: Float64Array<ArrayBuffer>;
      readonly position: number;
      readonly length: number;
      readonly sparse: boolean;
      readonly isCheck: boolean;
    };

/** Trouble with one file of a job. */
export interface UnpackProblem {
  /** Of the file in the job. */
  readonly index: number;
  /** `fatal`: the rest of the job was not tried either, since it could not go better. */
  readonly kind: 'damaged' | 'target' | 'fatal' | 'attribute';
  readonly reason: string;
}

const numbersPerFile = 7;

/** A file to be written; `folder` and `name` are empty when it is only read. */
export interface PlacedFile {
  readonly folder: ByteText;
  readonly name: ByteText;
  readonly line: FileLine;
}

export function packFiles(
  placed: readonly PlacedFile[],
  extrasOf: (line: FileLine) => FileExtras | undefined,
): PackedFiles {
  const extras = new Map<number, FileExtras>();
  const folders = new Map<ByteText, number>();
  const numbers = new Float64Array(placed.length * numbersPerFile);
  const chunkCount = placed.reduce((sum, { line }) => sum + line.chunks.length, 0);
  const chunks = new Float64Array(chunkCount);
  let chunkAt = 0;
  for (const [index, { folder, line }] of placed.entries()) {
    const number = folders.get(folder) ?? folders.size;
    folders.set(folder, number);
    const { size, sparse, mode = -1, owner = -1, group = -1 } = line;
    numbers.set(
      [number, size, sparse ? 1 : 0, mode, owner, group, line.chunks.length],
      index * numbersPerFile,
    );
    chunks.set(line.chunks, chunkAt);
    chunkAt += line.chunks.length;
    const found = extrasOf(line);
    if (found !== undefined) extras.set(index, found);
  }
  return {
    extras,
    folders: [...folders.keys()],
    names: placed.map(({ name }) => name),
    modified: placed.map(({ line }) => line.modified ?? ''),
    numbers,
    chunks,
  };
}

/** Chunk lists in the order in which a thread reads them: a file, then its streams. */
export function chunksInOrder(files: PackedFiles): ChunkList | Float64Array {
  if (![...files.extras.values()].some(({ streams }) => streams.length > 0)) return files.chunks;
  return [...unpackFiles(files)].flatMap(({ task: { content, streams } }) => [
    ...content.chunks,
    ...streams.flatMap(({ chunks }) => chunks),
  ]);
}

function attributesOf(modified: string, mode: number, owner: number, group: number): EntryAttributes {
  return {
    ...(modified === '' ? {} : { modified }),
    ...(mode < 0 ? {} : { mode }),
    ...(owner < 0 ? {} : { owner }),
    ...(group < 0 ? {} : { group }),
  };
}

/** Inverse of `packFiles`, with the number of each file's folder. */
export function* unpackFiles(files: PackedFiles): Generator<{
  readonly folder: number;
  readonly folderPath: ByteText;
  readonly task: FileTask;
  readonly values: MetadataValues | undefined;
}> {
  let chunkAt = 0;
  for (const [index, name] of files.names.entries()) {
    const at = index * numbersPerFile;
    const number = (offset: number): number => files.numbers[at + offset] ?? 0;
    const folder = number(0);
    const chunkCount = number(6);
    const folderPath = files.folders[folder] ?? '';
    const chunks = files.chunks.subarray(chunkAt, chunkAt + chunkCount);
    chunkAt += chunkCount;
    const attributes = attributesOf(files.modified[index] ?? '', number(3), number(4), number(5));
    const content = { chunks, position: 0, length: number(1), sparse: number(2) === 1 };
    const extras = files.extras.get(index);
    const streams = extras?.streams ?? [];
    const task = { path: joinBytes(folderPath, name), content, attributes, streams };
    yield { folder, folderPath, task, values: extras?.values };
  }
}
