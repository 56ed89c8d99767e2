import { describe, expect, it } from 'vitest';
import { median, summarise } from './statistics.ts';

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9, 100], 10],
    [[], undefined],
  ])('of %j is %s', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('summarise', () => {
  it('tells median, least and number of runs, and nothing of no runs', () => {
    expect(summarise([12, 8, 9])).toEqual({ median: 9, least: 8, runs: 3 });
    expect(summarise([])).toBeUndefined();
  });
});
