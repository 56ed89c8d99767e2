/** @file Worker thread: reads one source file into the chunk store and notices when it changes meanwhile. */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { type EntryEvent, failureReason } from '../scan/scan.ts';
import { type ChunkStore, emptyContent, type FileContent } from './chunk-store.ts';
import { holeBytes, nextPiece } from './chunker.ts';
import type { WriteLimits } from './write-limits.ts';

export interface ReadFile {
  readonly content: FileContent;
  readonly size: number;
  /** From before it was read. */
  readonly stat: BigIntStats;
  readonly isChanged: boolean;
}

export interface FileReader {
  /** Reads a file, a second time when it changed under the first. @throws SourceReadError */
  read(file: EntryEvent): ReadFile;
}

const largeBufferBytes = 16 * 1024 * 1024;
// No link that was put in the file's place is followed, and no pipe is waited for. Windows has neither flag.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A source file that cannot be read; told apart from trouble with staging. */
export class SourceReadError extends Error {
  /** System error code. */
  readonly reason: string;
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'SourceReadError';
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

function fill(file: number, buffer: Buffer, start: number, end: number): number {
  let used = start;
  while (used < end) {
    const count = reading(() => readSync(file, buffer, used, end - used, null));
    if (count === 0) break;
    used += count;
  }
  return used;
}

function isSameState(left: BigIntStats, right: BigIntStats): boolean {
  return left.size === right.size && left.mtimeNs === right.mtimeNs && left.ino === right.ino;
}

/** @param onBytes called after every piece with its length; may throw to stop */
export function createFileReader(
  store: ChunkStore,
  limits: WriteLimits,
  onBytes: (bytes: number) => void,
): FileReader {
  const small = Buffer.allocUnsafe(limits.smallBytes);
  let large: Buffer | undefined;

  const readSmall = (file: number, size: number, content: FileContent): number => {
    const length = fill(file, small, 0, size);
    const bytes = small.subarray(0, length);
    store.add(content, bytes);
    onBytes(length);
    return length;
  };
  const readLarge = (file: number, size: number, content: FileContent): number => {
    large ??= Buffer.allocUnsafe(Math.max(largeBufferBytes, limits.maximumChunkBytes * 2));
    const ahead = limits.maximumChunkBytes + holeBytes;
    let filePosition = 0;
    let start = 0;
    let end = 0;
    let isAtEnd = false;
    for (;;) {
      if (!isAtEnd && end - start < ahead) {
        large.copyWithin(0, start, end);
        end -= start;
        start = 0;
        const filled = fill(file, large, end, Math.min(large.length, size - filePosition));
        isAtEnd = filled < large.length;
        end = filled;
      }
      if (start === end) return filePosition;
      const piece = nextPiece(large, start, filePosition, end, limits);
      if (piece.isHole) store.addHole(content, piece.length);
      else store.add(content, large.subarray(start, start + piece.length));
      start += piece.length;
      filePosition += piece.length;
      onBytes(piece.length);
    }
  };
  const attempt = (event: EntryEvent): ReadFile => {
    const file = reading(() => openSync(event.native, openFlags));
    try {
      const stat = reading(() => fstatSync(file, { bigint: true }));
      if (!stat.isFile()) throw new SourceReadError('ENOENT');
      const content = emptyContent();
      const expected = Number(stat.size);
      const size =
        expected < limits.smallBytes
          ? readSmall(file, expected, content)
          : readLarge(file, expected, content);
      const isChanged =
        size !== expected ||
        !isSameState(
          stat,
          reading(() => fstatSync(file, { bigint: true })),
        );
      return { content, size, stat, isChanged };
    } finally {
      closeSync(file);
    }
  };
  return {
    read(event) {
      const first = attempt(event);
      return first.isChanged ? attempt(event) : first;
    },
  };
}
