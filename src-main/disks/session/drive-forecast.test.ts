import { expect, test } from 'vitest';
import { createDriveForecast, type DriveWork } from './drive-forecast.ts';

const mebibyte = 1024 * 1024;

/** A forecast on a clock of its own, and drives that work with it at a steady speed. */
function steadyDrives() {
  let now = 0;
  const forecast = createDriveForecast(() => now);
  const at = (driveId: string, mebibytesPerSecond: number): DriveWork => ({
    driveId,
    doneBytes: (now / 1000) * mebibytesPerSecond * mebibyte,
    totalBytes: 10_000 * mebibyte,
  });
  return { forecast, at, moveOn: (seconds: number) => (now += seconds * 1000) };
}

test('the slowest drive says how long it takes, and only drives that work are asked', () => {
  const { forecast, at, moveOn } = steadyDrives();
  expect(forecast.longest([at('quick', 100), at('slow', 20)])).toBeUndefined();
  moveOn(20);
  // 9600 MiB are left at 20 MiB a second; all bytes by the rate of both would say 147 s.
  expect(forecast.longest([at('quick', 100), at('slow', 20)])).toBe(480);
  moveOn(10);
  expect(forecast.longest([at('quick', 100)])).toBe(70);
});

test('a pause does not count as slow work', () => {
  const { forecast, at, moveOn } = steadyDrives();
  forecast.longest([at('one', 100)]);
  moveOn(20);
  const before = at('one', 100);
  expect(forecast.longest([before])).toBe(80);
  moveOn(3600);
  forecast.restart();
  expect(forecast.longest([before])).toBeUndefined();
  moveOn(20);
  expect(forecast.longest([{ ...before, doneBytes: before.doneBytes + 2000 * mebibyte }])).toBe(60);
});
