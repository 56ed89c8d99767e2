import type { PieceMemory } from './piece-memory.ts';

/** Somebody awaits it later; until then its failure is not an unhandled one. */
export function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

/** Reads of the pieces of a file, started in order as far ahead as the memory reaches. */
export class ReadAhead {
  readonly #memory: PieceMemory;
  readonly #count: number;
  readonly #read: (piece: number) => Promise<number>;
  readonly #reads: Promise<number>[] = [];
  #started = 0;

  /**
   * @param count pieces of the file
   * @param read reads a piece into its buffer and says how many bytes came
   */
  constructor(memory: PieceMemory, count: number, read: (piece: number) => Promise<number>) {
    this.#memory = memory;
    this.#count = count;
    this.#read = read;
  }

  /** Starts reads up to the batch behind this one; the places of the batch before are free, or `read` waits until they are. */
  startFor(firstOfBatch: number): void {
    const end = Math.min(this.#count, firstOfBatch + 2 * this.#memory.batchPieces);
    for (; this.#started < end; this.#started += 1) {
      this.#reads[this.#memory.placeOf(this.#started)] = quiet(this.#read(this.#started));
    }
  }

  /** @throws what the read threw */
  bytesOf(piece: number): Promise<number> {
    return this.#reads[this.#memory.placeOf(piece)] ?? Promise.resolve(0);
  }

  /** Resolves when the system works with no buffer any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#reads);
  }
}
