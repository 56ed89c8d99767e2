import type { Random } from '../../bench/corpora/random.ts';

export type { Random } from '../../bench/corpora/random.ts';

/** One of several; undefined when there is none. */
export const choose = <Value>(values: readonly Value[], random: Random): Value | undefined =>
  values[random() % Math.max(1, values.length)];

/** True once in so many times. */
export const oneIn = (times: number, random: Random): boolean => random() % times === 0;
