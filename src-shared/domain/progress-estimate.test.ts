import { expect, test } from 'vitest';
import { addProgressSample, estimateProgress, type ProgressWindow } from './progress-estimate.ts';

const mebibyte = 1024 * 1024;

/** A window as steady work would leave it: one sample a second. */
function steady(seconds: number, bytesPerSecond: number): ProgressWindow {
  let window: ProgressWindow = [];
  for (let second = 0; second <= seconds; second += 1) {
    window = addProgressSample(window, {
      atMilliseconds: second * 1000,
      doneBytes: second * bytesPerSecond,
    });
  }
  return window;
}

test.each([
  ['nothing measured yet', [], 100 * mebibyte, 5000, {}],
  ['too short for a rate', steady(0, mebibyte), 100 * mebibyte, 500, {}],
  ['a rate but no forecast before ten seconds', steady(9, 4 * mebibyte), 400 * mebibyte, 9000, 'rate'],
  ['a rate but no forecast while the total is unknown', steady(20, 4 * mebibyte), undefined, 20_000, 'rate'],
  ['no forecast after too few bytes', steady(12, 1024), 1024 ** 4, 12_000, 'rate'],
  ['no forecast when the total was wrong', steady(20, 4 * mebibyte), 4 * mebibyte, 20_000, 'rate'],
  ['nothing while stalled', steady(20, 4 * mebibyte), 400 * mebibyte, 31_000, {}],
  ['how long, after half a minute', steady(20, mebibyte), 400 * mebibyte, 50_500, { stalledSeconds: 30 }],
  ['how long, although nothing ever moved', steady(0, 1), undefined, 65_000, { stalledSeconds: 65 }],
] as const)('%s', (_name, window, totalBytes, now, expected) => {
  const estimate = estimateProgress(window, totalBytes, now);
  if (expected === 'rate') {
    expect(estimate.bytesPerSecond).toBeGreaterThan(0);
    expect(estimate).not.toHaveProperty('secondsLeft');
  } else expect(estimate).toEqual(expected);
});

test('after ten seconds of steady work the forecast is right', () => {
  expect(estimateProgress(steady(10, 4 * mebibyte), 100 * mebibyte, 10_000)).toEqual({
    bytesPerSecond: 4 * mebibyte,
    secondsLeft: 15,
  });
});

test('a little work needs little measuring: a hundredth of the total is enough', () => {
  expect(estimateProgress(steady(10, 1000), 20_000, 10_000).secondsLeft).toBe(10);
});

test('the window slides: half a minute after a change of speed only the new speed counts', () => {
  let window = steady(60, 100 * mebibyte);
  for (let second = 61; second <= 95; second += 1) {
    window = addProgressSample(window, {
      atMilliseconds: second * 1000,
      doneBytes: (6000 + (second - 60)) * mebibyte,
    });
  }
  expect(estimateProgress(window, undefined, 95_000).bytesPerSecond).toBe(mebibyte);
});

test('fewer bytes than before start the measurement anew', () => {
  const window = addProgressSample(steady(20, mebibyte), { atMilliseconds: 21_000, doneBytes: 0 });
  expect(estimateProgress(window, 100 * mebibyte, 25_000)).toEqual({});
});

test('ten thousand reports a second leave a small window', () => {
  let window: ProgressWindow = [];
  for (let report = 0; report < 40_000; report += 1) {
    window = addProgressSample(window, { atMilliseconds: report / 10, doneBytes: report * 1000 });
  }
  expect(window.length).toBeLessThan(40);
  expect(estimateProgress(window, undefined, 4000).bytesPerSecond).toBeCloseTo(10_000_000, -5);
});
