import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatExactBytes, formatPercent } from './format.ts';

describe('sizes', () => {
  it.each([
    [0, 'en', '0 B'],
    [999, 'en', '999 B'],
    [1000, 'en', '1 kB'],
    [999_600, 'en', '1 MB'],
    [2_410_000_000_000, 'en', '2.41 TB'],
    [2_410_000_000_000, 'fr', '2,41 To'],
    [64_000_000_000, 'de', '64 GB'],
    [12_345_678, 'en', '12.3 MB'],
  ])('%d in %s', (bytes, language, expected) => {
    expect(formatBytes(bytes, language).replace('\u00a0', ' ')).toBe(expected);
  });

  it('shows every byte on request', () => {
    expect(formatExactBytes(1_234_567, 'en').replace('\u00a0', ' ')).toBe('1,234,567 B');
  });
});

it('does not claim 100 % before the end', () => {
  expect(formatPercent(0.999, 'en')).toBe('99%');
  expect(formatPercent(1, 'en')).toBe('100%');
});

it.each([
  [45, '45 sec'],
  [60, '1 min'],
  [11_520, '3 hr 12 min'],
  [40_000, '11 hr'],
  [100_000, '1 day 3 hr'],
  [0.2, '0 sec'],
])('duration of %d seconds', (seconds, expected) => {
  expect(formatDuration(seconds, 'en')).toBe(expected);
});
