import type { Random } from '../../bench/corpora/random.ts';

/** One sort of input. */
export interface FuzzKind {
  readonly name: string;
  /** Inputs of this sort among a hundred. */
  readonly share: number;
  /**
   * Makes one input from chance and gives it to the reader.
   * @throws what the reader threw
   */
  run(random: Random): Promise<void> | void;
}

/** What of `one` the chance picks. */
export function pick<Item>(random: Random, one: readonly [Item, ...Item[]]): Item {
  return one[random() % one.length] ?? one[0];
}

/** True in `share` of all cases, 0 to 1. */
export const chance = (random: Random, share: number): boolean => random() < share * 2 ** 32;
