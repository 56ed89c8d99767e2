/** @file Runs in the copy worker: the pieces of 4 MiB that are in memory, where direct access and the kernels can use them. */
import { pageRangeBytes } from '../../../src-shared/domain/capacity-planning.ts';
import { createKernelMemory } from '../../kernels/kernels.ts';
import { rangeMd5 } from '../../kernels/range-md5.ts';

/** The most drives that may each have so many pieces, so that all together stay below 200 MiB and 32 MiB more for every further drive. */
const piecesByDrives: readonly (readonly [drives: number, pieces: number])[] = [
  [1, 16],
  [2, 14],
  [4, 8],
  [6, 6],
];

/**
 * How many pieces each of some drives that are written at the same time may hold in memory. While one half is hashed side by side (eight
 * pieces take little longer than four), the other half is read or written. Many drives share cores and staging, so that none is fast
 * enough to need much; memory is what runs short.
 */
export function piecesPerDrive(drivesAtOnce: number): number {
  return piecesByDrives.find(([drives]) => drivesAtOnce <= drives)?.[1] ?? 4;
}

/** Consecutive pieces of a file take consecutive places and begin again at the first. */
export class PieceMemory {
  /** Places for pieces. */
  readonly count: number;
  /** Half of the places: what is hashed at once. */
  readonly batchPieces: number;
  readonly #kernelMemory: ReturnType<typeof createKernelMemory>;
  readonly #buffers: readonly Buffer[];

  /** @param count even */
  constructor(count: number) {
    this.count = count;
    this.batchPieces = count / 2;
    // Three pieces are hashed in four lanes, seven in eight: the last one reads behind the last place, where nothing is ever written.
    this.#kernelMemory = createKernelMemory((count + 1) * pageRangeBytes);
    const { memory, dataStart } = this.#kernelMemory;
    this.#buffers = Array.from({ length: count }, (_, place) =>
      Buffer.from(memory.buffer, dataStart + place * pageRangeBytes, pageRangeBytes),
    );
  }

  placeOf(piece: number): number {
    return piece % this.count;
  }

  buffer(piece: number): Buffer {
    const buffer = this.#buffers[this.placeOf(piece)];
    if (buffer === undefined) throw new RangeError(`No place for piece ${piece}`);
    return buffer;
  }

  /**
   * Memory of a batch.
   * @param first piece, a multiple of `batchPieces`
   * @param bytes at most those of `batchPieces` pieces
   */
  span(first: number, bytes: number): Buffer {
    const { memory, dataStart } = this.#kernelMemory;
    return Buffer.from(memory.buffer, dataStart + this.placeOf(first) * pageRangeBytes, bytes);
  }

  /**
   * MD5s of a batch, joined.
   * @param first piece, a multiple of `batchPieces`
   * @param bytes at most those of `batchPieces` pieces
   */
  md5(first: number, bytes: number): Buffer {
    const { kernels, dataStart } = this.#kernelMemory;
    return rangeMd5(kernels, dataStart + this.placeOf(first) * pageRangeBytes, bytes);
  }
}
