/** @file Worker thread: what the catalog, the counts and the operator are told of a file whose content was read, or was not. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { ByteText } from '../format/byte-text.ts';
import { type ChunkList, type FileStream, numbersPerChunk } from '../format/catalog-entry.ts';
import { maximumChunksPerFile } from '../format/constants.ts';
import type { FileState } from '../pack/file-state.ts';
import type { CatalogWriter } from './catalog-writer.ts';
import { attributesOf } from './entry-attributes.ts';
import type { KeptMetadata } from './entry-metadata.ts';
import type { PointCounts } from './point-counts.ts';

export type Warn = (code: TaskWarning['code'], reason: string) => void;

export interface LineParts {
  readonly catalog: CatalogWriter;
  readonly counts: PointCounts;
}

/** A file of which everything has its place. */
export interface ReadFile {
  readonly path: ByteText;
  readonly state: FileState;
  /** It did not hold still. */
  readonly isChanged: boolean;
  readonly chunks: ChunkList;
  readonly metadata: KeptMetadata;
  /** Absent or empty: none. */
  readonly streams?: readonly FileStream[];
}

/** False for a file of more chunks than a reader takes (staging-format.md 6). */
export function isReadable(
  chunks: ChunkList,
  streams: readonly FileStream[],
  mostChunks = maximumChunksPerFile,
): boolean {
  const numbers = streams.reduce((sum, stream) => sum + stream.chunks.length, chunks.length);
  return numbers <= mostChunks * numbersPerChunk;
}

/** Writes the line of a file. @returns false for one that no reader would take, which is told as skipped */
export function addFileLine({ catalog, counts }: LineParts, file: ReadFile, warn: Warn): boolean {
  const { path, state, chunks, metadata, streams = [] } = file;
  const size = Number(state.size);
  const sparse = state.blocks * 512n < state.size;
  if (!isReadable(chunks, streams)) {
    addSkippedLine({ catalog, counts }, path, 'EFBIG', warn);
    return false;
  }
  if (file.isChanged) warn('file.changedWhileRead', 'changed');
  const own = streams.length === 0 ? {} : { streams };
  catalog.add({ kind: 'file', path, size, sparse, chunks, ...own, ...attributesOf(state, metadata) });
  counts.changedFiles += 1;
  counts.files += 1;
  counts.sourceBytes += size;
  return true;
}

/** Writes the line of a file that could not be read. @param reason code of the system */
export function addSkippedLine(
  { catalog, counts }: LineParts,
  path: ByteText,
  reason: string,
  warn: Warn,
): void {
  const isGone = reason === 'ENOENT' || reason === 'ELOOP';
  const code = isGone ? 'file.vanished' : 'file.unreadable';
  counts.skipped += 1;
  warn(code, reason);
  catalog.add({ kind: 'skipped', path, code, reason });
}
