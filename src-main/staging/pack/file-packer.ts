/** @file Worker thread: reads source files, cuts them, and notices when they change meanwhile. */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { pathSeparator } from '../scan/entry-group.ts';
import { nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import { holeBytes, nextPiece } from '../write/chunker.ts';
import type { WriteLimits } from '../write/write-limits.ts';
import type { ChunkPacker } from './chunk-packer.ts';
import { fileState, isAsSeen, isStillAsSeen, noteSeen } from './file-state.ts';
import type { PackMemory } from './pack-memory.ts';
import { type PackJob, type PackPath, type PackRemark, seenWords } from './pack-messages.ts';
import type { PackedBuilder } from './packed-builder.ts';

// No link that was put in the file's place is followed, and no pipe is waited for. Windows has neither flag.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const smallReadBytes = 4 * 1024 * 1024;

/** A source file that cannot be read; told apart from trouble with staging. */
class SourceReadError extends Error {
  readonly reason: string;
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

function reading<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new SourceReadError(failureReason(error), error);
  }
}

export interface FilePacker {
  pack(job: Extract<PackJob, { id: number }>, into: PackedBuilder): Promise<void>;
}

export interface FilePackerOptions {
  readonly memory: PackMemory;
  readonly chunks: ChunkPacker;
  readonly limits: WriteLimits;
  /** Told how many milliseconds reading took. */
  readonly onReading: (milliseconds: number) => void;
  /** Called after every piece with its length; may throw to stop, or take its time. */
  readonly onBytes: (bytes: number) => void;
}

function openSource(path: PackPath): number {
  const file = reading(() => openSync(typeof path === 'string' ? path : Buffer.from(path), openFlags));
  return file;
}

function groupPaths({ folder, paths }: Extract<PackJob, { kind: 'group' }>): readonly PackPath[] {
  return paths.split(pathSeparator).map((path) => nativeFromBytes(folder + path));
}

function statOf(file: number): BigIntStats {
  const stat = reading(() => fstatSync(file, { bigint: true }));
  if (!stat.isFile()) throw new SourceReadError('ENOENT');
  return stat;
}

export function createFilePacker({
  memory,
  chunks,
  limits,
  onReading,
  onBytes,
}: FilePackerOptions): FilePacker {
  const { bytes: buffer, start: bufferStart } = memory.read;
  const ahead = limits.maximumChunkBytes + holeBytes;
  const { minimumChunkBytes, averageChunkBytes, maximumChunkBytes } = limits;
  const findCut = (start: number, end: number): number =>
    memory.kernels.cut(
      bufferStart + start,
      bufferStart + end,
      minimumChunkBytes,
      averageChunkBytes,
      maximumChunkBytes,
    ) - bufferStart;

  const fill = (file: number, from: number, to: number, position: number): number => {
    const began = performance.now();
    let used = from;
    while (used < to) {
      const wanted = Math.min(to - used, smallReadBytes);
      const at = used;
      const count = reading(() => readSync(file, buffer, at, wanted, position + at - from));
      if (count === 0) break;
      used += count;
    }
    onReading(performance.now() - began);
    return used;
  };
  const addChunk = (start: number, length: number, into: PackedBuilder): Promise<void> | undefined => {
    const added = chunks.add(buffer.subarray(start, start + length));
    if (typeof added !== 'number') return added.then((number) => into.add(number, length));
    into.add(added, length);
    return undefined;
  };
  /** Cuts a part of a file. @returns bytes that were there */
  const cut = async (file: number, offset: number, length: number, into: PackedBuilder): Promise<number> => {
    let position = 0;
    let start = 0;
    let end = 0;
    let isAtEnd = false;
    const refill = (): void => {
      buffer.copyWithin(0, start, end);
      end -= start;
      start = 0;
      const wanted = Math.min(buffer.length, length - position);
      const filled = fill(file, end, wanted, offset + position + end);
      isAtEnd = filled < buffer.length;
      end = filled;
    };
    for (;;) {
      if (!isAtEnd && end - start <= holeBytes) refill();
      if (start === end) return position;
      let piece = nextPiece(buffer, start, offset + position, end, limits, findCut);
      // So close to the end of what is there, it may end elsewhere once more is there; mostly it is not, and little has to be moved.
      if (!isAtEnd && end - start < ahead && start + piece.length + holeBytes > end) {
        refill();
        piece = nextPiece(buffer, start, offset + position, end, limits, findCut);
      }
      if (piece.isHole) into.add(-1, piece.length);
      else await addChunk(start, piece.length, into);
      start += piece.length;
      position += piece.length;
      onBytes(piece.length);
    }
  };
  const readPart = async (
    file: number,
    offset: number,
    length: number,
    into: PackedBuilder,
  ): Promise<number> => {
    if (length >= limits.smallBytes) return cut(file, offset, length, into);
    const end = fill(file, 0, length, offset);
    if (end > 0) await addChunk(0, end, into);
    onBytes(end);
    return end;
  };
  /** Most files: one read and one look. @returns false when it is not what the walk saw, and has to be read with more care */
  const readSmall = (path: PackPath, size: number, seen: BigInt64Array, index: number): boolean => {
    const file = openSource(path);
    try {
      const end = fill(file, 0, size, 0);
      onBytes(end);
      if (end !== size) return false;
      const stat = reading(() => fstatSync(file));
      return stat.isFile() && isStillAsSeen(seen, index, stat);
    } finally {
      closeSync(file);
    }
  };
  /** @returns false when nothing was packed */
  const packSmall = async (
    path: PackPath,
    seen: BigInt64Array,
    index: number,
    into: PackedBuilder,
  ): Promise<boolean> => {
    const size = Number(seen[index * seenWords] ?? 0n);
    if (size >= limits.smallBytes) return false;
    try {
      if (!readSmall(path, size, seen, index)) return false;
    } catch (error) {
      if (error instanceof SourceReadError) return false;
      throw error;
    }
    if (size > 0) {
      const added = addChunk(0, size, into);
      if (added !== undefined) await added;
    }
    into.endFile();
    return true;
  };
  /** Reads a file that is not what the walk saw, from the beginning, and looks once more whether it holds still. */
  const readAgain = async (file: number, into: PackedBuilder): Promise<PackRemark> => {
    into.dropFile();
    const state = fileState(statOf(file));
    const seen = new BigInt64Array(seenWords);
    noteSeen(seen, 0, state);
    const size = Number(state.size);
    const length = await readPart(file, 0, size, into);
    const isChanged = length !== size || !isAsSeen(seen, 0, statOf(file));
    return { kind: 'moved', state: { ...state, size: BigInt(length) }, isChanged };
  };
  const packFile = async (
    path: PackPath,
    seen: BigInt64Array,
    index: number,
    into: PackedBuilder,
  ): Promise<PackRemark | undefined> => {
    const file = openSource(path);
    try {
      const size = Number(seen[index * seenWords] ?? 0n);
      const length = await readPart(file, 0, size, into);
      if (length === size && isAsSeen(seen, index, statOf(file))) return undefined;
      return await readAgain(file, into);
    } finally {
      closeSync(file);
    }
  };
  const packSegment = async (
    job: Extract<PackJob, { kind: 'segment' }>,
    into: PackedBuilder,
  ): Promise<PackRemark | undefined> => {
    const file = openSource(job.path);
    try {
      const before = statOf(file);
      const length = await cut(file, job.offset, job.length, into);
      const state = fileState(statOf(file));
      const isAsBefore = isAsSeen(job.seen, 0, before) && isAsSeen(job.seen, 0, state);
      return isAsBefore && length === job.length ? undefined : { kind: 'moved', state, isChanged: true };
    } finally {
      closeSync(file);
    }
  };
  const remarked = async (
    into: PackedBuilder,
    work: () => Promise<PackRemark | undefined>,
  ): Promise<void> => {
    try {
      into.endFile(await work());
    } catch (error) {
      if (!(error instanceof SourceReadError)) throw error;
      into.dropFile();
      into.endFile({ kind: 'unreadable', reason: error.reason });
    }
  };
  return {
    async pack(job, into) {
      if (job.kind === 'segment') return remarked(into, () => packSegment(job, into));
      const paths = job.kind === 'files' ? job.paths : groupPaths(job);
      for (const [index, path] of paths.entries()) {
        if (!(await packSmall(path, job.seen, index, into)))
          await remarked(into, () => packFile(path, job.seen, index, into));
      }
    },
  };
}
