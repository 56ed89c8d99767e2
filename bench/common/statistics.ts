/** Middle value; the mean of the two middle ones when their number is even. Undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((first, second) => first - second);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 1 ? middle : middle - 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}

/** What several runs of one measure come to. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly runs: number;
}

export function summarise(values: readonly number[]): Summary | undefined {
  const middle = median(values);
  return middle === undefined
    ? undefined
    : { median: middle, least: Math.min(...values), runs: values.length };
}
