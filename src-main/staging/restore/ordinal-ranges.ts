/** @file Worker thread: sets of catalog lines by their number, kept as ranges. */

/** First and last number, both in it. */
export type OrdinalRange = readonly [first: number, last: number];

/** @param ordinals rising */
export function rangesOf(ordinals: readonly number[]): OrdinalRange[] {
  const ranges: [number, number][] = [];
  for (const ordinal of ordinals) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === ordinal) last[1] = ordinal;
    else ranges.push([ordinal, ordinal]);
  }
  return ranges;
}

/** @param ranges in any order, also overlapping. @returns whether a number is in one of them */
export function createOrdinalSet(ranges: readonly OrdinalRange[]): (ordinal: number) => boolean {
  const merged: [number, number][] = [];
  for (const [first, last] of ranges.toSorted(([left], [right]) => left - right)) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return (ordinal) => {
    let low = 0;
    let high = merged.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = merged[middle] ?? [0, 0];
      if (ordinal < first) high = middle - 1;
      else if (ordinal > last) low = middle + 1;
      else return true;
    }
    return false;
  };
}
