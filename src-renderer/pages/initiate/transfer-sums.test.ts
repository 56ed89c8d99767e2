import { expect, it } from 'vitest';
import { transferSums } from './transfer-sums.ts';

const terabyte = 1_000_000_000_000;

it.each([
  [2.5 * terabyte, 12.2, 18.97, 1],
  [2.5 * terabyte, 1000, 0.23, 1],
  [3.92 * terabyte, 100, 3.63, 1],
  [3.93 * terabyte, 100, 3.64, 2],
  [20 * terabyte, 50, 37.04, 6],
])('%d bytes at %d Mbit/s: %d days, %d drives', (bytes, megabits, days, drives) => {
  const sums = transferSums(bytes, megabits);
  expect((sums.lineSeconds ?? 0) / 86_400).toBeCloseTo(days, 1);
  expect(sums.drives).toBe(drives);
});

it('invents no time without a speed', () => {
  expect(transferSums(terabyte, undefined).lineSeconds).toBeUndefined();
  expect(transferSums(terabyte, 0).lineSeconds).toBeUndefined();
});
