/** @file Content-defined chunking with a gear hash and holes (staging-format.md 9). */
import { isZero } from '../format/page.ts';
import type { WriteLimits } from './write-limits.ts';

/** Zeros shorter than this stay content. */
export const holeBytes = 64 * 1024;

/** Fixed forever: other numbers would move every cut and defeat dedup with earlier recovery points. */
const gear = ((): Int32Array => {
  const table = new Int32Array(256);
  let state = 0x9e3779b9;
  for (let index = 0; index < table.length; index += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    table[index] = state ^ (state >>> 13);
  }
  return table;
})();

function highBits(count: number): number {
  return (0xffffffff << (32 - count)) | 0;
}

/** @returns end of the chunk that begins at `start`, by content alone; `end` when no cut comes before it */
export type CutFinder = (start: number, end: number) => number;

/** The rule of `CutFinder` as it is written down; the kernels do the same, several times as fast. */
export function findCut(bytes: Buffer, start: number, end: number, limits: WriteLimits): number {
  const averageBits = Math.log2(limits.averageChunkBytes);
  const strict = highBits(averageBits + 2);
  const loose = highBits(averageBits - 2);
  const stop = Math.min(end, start + limits.maximumChunkBytes);
  const middle = Math.min(stop, start + limits.averageChunkBytes);
  let hash = 0;
  let index = start + limits.minimumChunkBytes;
  for (; index < middle; index += 1) {
    hash = ((hash << 1) + (gear[bytes[index] ?? 0] ?? 0)) | 0;
    if ((hash & strict) === 0) return index + 1;
  }
  for (; index < stop; index += 1) {
    hash = ((hash << 1) + (gear[bytes[index] ?? 0] ?? 0)) | 0;
    if ((hash & loose) === 0) return index + 1;
  }
  return stop;
}

export interface Piece {
  readonly length: number;
  readonly isHole: boolean;
}

/** Length of the zeros from `start`, in whole hole units. */
function holeLength(bytes: Buffer, start: number, end: number): number {
  let length = 0;
  while (
    start + length + holeBytes <= end &&
    isZero(bytes.subarray(start + length, start + length + holeBytes))
  ) {
    length += holeBytes;
  }
  return length;
}

/**
 * Next piece of a file: a hole, or a chunk that ends at a cut or where the next hole begins.
 * @param start where the piece begins in `bytes`
 * @param filePosition position of `start` in the file; holes inside a file begin at multiples of 64 KiB
 * @param end end of what is there; unless it is the end of the file, at least `maximumChunkBytes + holeBytes` behind `start`
 */
export function nextPiece(
  bytes: Buffer,
  start: number,
  filePosition: number,
  end: number,
  limits: WriteLimits,
  cutFinder: CutFinder,
): Piece {
  const hole = holeLength(bytes, start, end);
  if (hole > 0) return { length: hole, isHole: true };
  const stop = Math.min(end, start + limits.maximumChunkBytes);
  const firstAligned = start + holeBytes - (filePosition % holeBytes);
  let limit = end;
  for (let index = firstAligned; index < stop; index += holeBytes) {
    if (bytes[index] === 0 && holeLength(bytes, index, Math.min(end, index + holeBytes)) > 0) {
      limit = index;
      break;
    }
  }
  if (limit - start <= limits.minimumChunkBytes) return { length: limit - start, isHole: false };
  return { length: cutFinder(start, limit) - start, isHole: false };
}
