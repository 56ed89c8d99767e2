import type { ByteText } from './byte-text.ts';

/** Name, and value in base64. */
export type ExtendedAttribute = readonly [name: string, value: string];

/** What a file system knows about an entry; decimal strings as in the catalog (staging-format.md 6). */
export interface EntryAttributes {
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly modified?: string;
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
  readonly inode?: string;
  readonly device?: string;
  readonly changed?: string;
  /** FILE_ATTRIBUTE_* of Windows. */
  readonly attributes?: number;
  /** Owner, group and access list of Windows as text (SDDL). */
  readonly security?: string;
  /** By name; never an empty list. */
  readonly extendedAttributes?: readonly ExtendedAttribute[];
}

export type SpecialKind = 'fifo' | 'socket' | 'characterDevice' | 'blockDevice';
export type RootKind = 'folder' | 'file';

/** An alternate data stream of a file. */
export interface FileStream {
  readonly name: ByteText;
  readonly size: number;
  readonly chunks: ChunkList;
}

/** Chunk references, four numbers each: volume, position of the block, position in the decoded block, length. */
export type ChunkList = readonly number[];
export const numbersPerChunk = 4;

interface Placed extends EntryAttributes {
  readonly path: ByteText;
}

export interface RootLine extends Placed {
  readonly kind: 'root';
  readonly rootKind: RootKind;
  /** What was read beside content below it; absent: nothing. */
  readonly metadata?: string;
}
export interface FolderLine extends Placed {
  readonly kind: 'folder';
}
export interface FileLine extends Placed {
  readonly kind: 'file';
  readonly size: number;
  readonly sparse: boolean;
  /** The first references; `moreChunks` lines follow while their lengths do not add up to `size`. */
  readonly chunks: ChunkList;
  /** Each is a line of its own behind this one; absent when there is none. */
  readonly streams?: readonly FileStream[];
}
export interface LinkLine extends Placed {
  readonly kind: 'link';
  readonly target: ByteText;
  /** A junction of Windows, which only folders can be the target of. */
  readonly isJunction?: true;
}
export interface HardLinkLine extends Placed {
  readonly kind: 'hardLink';
  readonly linkTo: ByteText;
}
export interface SpecialLine extends Placed {
  readonly kind: 'special';
  readonly specialKind: string;
}
export interface SkippedLine extends Placed {
  readonly kind: 'skipped';
  readonly code: string;
  readonly reason: string;
}
/** A stream of the `file` line before it; the first references, as there. */
export interface StreamLine extends FileStream {
  readonly kind: 'stream';
  /** Of the file. */
  readonly path: ByteText;
}
export interface MoreChunksLine {
  readonly kind: 'moreChunks';
  readonly chunks: ChunkList;
}

/** An entry below a root, or the root. */
export type CatalogEntry =
  | RootLine
  | FolderLine
  | FileLine
  | LinkLine
  | HardLinkLine
  | SpecialLine
  | SkippedLine;
/** A `file` line alone: its streams are lines of their own. */
export interface FileHead extends FileLine {
  /** Lines of kind `stream` that follow; absent when there is none. */
  readonly streamCount?: number;
}
export type CatalogLine = Exclude<CatalogEntry, FileLine> | FileHead | StreamLine | MoreChunksLine;

/** Chunk lists of a file and of its streams. */
export function chunkListsOf({ chunks, streams }: FileLine): readonly ChunkList[] {
  return streams === undefined ? [chunks] : [chunks, ...streams.map((stream) => stream.chunks)];
}

/** Bytes that chunk references stand for. */
export function chunkBytes(chunks: ChunkList): number {
  let bytes = 0;
  for (let index = 3; index < chunks.length; index += numbersPerChunk) bytes += chunks[index] ?? 0;
  return bytes;
}
