/** @file Runs in the copy worker: the pieces of 4 MiB that are in memory, where direct access and the kernels can use them. */
import { pageRangeBytes } from '../../../src-shared/domain/capacity-planning.ts';
import { createKernelMemory } from '../../kernels/kernels.ts';
import { rangeMd5 } from '../../kernels/range-md5.ts';

/** While four pieces are hashed side by side, four others are read or written. */
const piecesOfFewDrives = 8;
/** Many drives share cores and staging, so none is fast enough to need more; memory is what runs short. */
const piecesOfManyDrives = 4;
const fewDrives = 2;

/** How many pieces each of some drives that are written at the same time may hold in memory. */
export const piecesPerDrive = (drivesAtOnce: number): number =>
  drivesAtOnce <= fewDrives ? piecesOfFewDrives : piecesOfManyDrives;

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
    this.#kernelMemory = createKernelMemory(count * pageRangeBytes);
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
   * MD5s of a batch, joined.
   * @param first piece, a multiple of `batchPieces`
   * @param bytes at most those of `batchPieces` pieces
   */
  md5(first: number, bytes: number): Buffer {
    const { kernels, dataStart } = this.#kernelMemory;
    return rangeMd5(kernels, dataStart + this.placeOf(first) * pageRangeBytes, bytes);
  }
}
