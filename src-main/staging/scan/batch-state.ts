import type { EntryState } from './entry-state.ts';

/** 64-bit words per entry in the states of a batch. */
export const stateWords = 10;

/** State of an entry that lies in a batch; a value becomes an object only when it is asked for. */
export class BatchState implements EntryState {
  readonly #states: BigInt64Array;
  readonly #at: number;

  constructor(states: BigInt64Array, index: number) {
    this.#states = states;
    this.#at = index * stateWords;
  }
  #word(index: number): bigint {
    return this.#states[this.#at + index] ?? 0n;
  }
  get size(): bigint {
    return this.#word(0);
  }
  get mtimeNs(): bigint {
    return this.#word(1);
  }
  get ctimeNs(): bigint {
    return this.#word(2);
  }
  get ino(): bigint {
    return BigInt.asUintN(64, this.#word(3));
  }
  get dev(): bigint {
    return BigInt.asUintN(64, this.#word(4));
  }
  get nlink(): bigint {
    return this.#word(5);
  }
  get mode(): bigint {
    return this.#word(6);
  }
  get uid(): bigint {
    return this.#word(7);
  }
  get gid(): bigint {
    return this.#word(8);
  }
  get blocks(): bigint {
    return this.#word(9);
  }
}
