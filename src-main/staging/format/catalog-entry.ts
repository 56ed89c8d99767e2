import type { ByteText } from './byte-text.ts';

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
  readonly attributes?: number;
}

export type SpecialKind = 'fifo' | 'socket' | 'characterDevice' | 'blockDevice';
export type RootKind = 'folder' | 'file';

/** Chunk references, four numbers each: volume, position of the block, position in the decoded block, length. */
export type ChunkList = readonly number[];
export const numbersPerChunk = 4;

interface Placed extends EntryAttributes {
  readonly path: ByteText;
}

export interface RootLine extends Placed {
  readonly kind: 'root';
  readonly rootKind: RootKind;
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
}
export interface LinkLine extends Placed {
  readonly kind: 'link';
  readonly target: ByteText;
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
export type CatalogLine = CatalogEntry | MoreChunksLine;

/** Bytes that chunk references stand for. */
export function chunkBytes(chunks: ChunkList): number {
  let bytes = 0;
  for (let index = 3; index < chunks.length; index += numbersPerChunk) bytes += chunks[index] ?? 0;
  return bytes;
}
