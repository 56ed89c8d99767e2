import { describe, expect, it } from 'vitest';
import type { SpeedLimit } from '../../../src-shared/domain/speed-limits.ts';
import { createPacer } from './pacer.ts';

/** A thread on a clock of its own: work takes the time that the test says, naps take theirs. */
function thread(limits: () => SpeedLimit, threads = 1) {
  let time = 0;
  const pace = createPacer({
    limit: limits,
    threads,
    gate: () => {},
    now: () => time,
    sleep: (milliseconds) => {
      time += milliseconds;
    },
  });
  return {
    work(milliseconds: number, bytes: number): number {
      time += milliseconds;
      return pace(bytes);
    },
    time: () => time,
  };
}

describe('pacing', () => {
  it('does nothing without a limit', () => {
    const { work } = thread(() => ({}));
    for (let turn = 0; turn < 100; turn += 1) expect(work(5, 1_000_000)).toBe(0);
  });

  it.each([1, 4])('keeps %i threads together to the bandwidth', (threads) => {
    const { work, time } = thread(() => ({ bytesPerSecond: 1_000_000 }), threads);
    for (let turn = 0; turn < 200; turn += 1) work(1, 100_000);
    const all = (threads * 200 * 100_000 * 1000) / time();
    expect(all).toBeGreaterThan(990_000);
    expect(all).toBeLessThan(1_010_000);
  });

  it('saves up no credit while the source is slow', () => {
    const { work } = thread(() => ({ bytesPerSecond: 1_000_000 }));
    work(60_000, 1000);
    expect(work(1, 1_000_000)).toBeGreaterThan(900);
  });

  it('works half of the time in background mode', () => {
    const { work, time } = thread(() => ({ cpuShare: 0.5 }));
    for (let turn = 0; turn < 1000; turn += 1) work(7, 100_000);
    expect(time()).toBeGreaterThan(13_500);
    expect(time()).toBeLessThan(14_500);
  });

  it('wakes when the limit is lifted', () => {
    let limit: SpeedLimit = { bytesPerSecond: 1000 };
    let time = 0;
    const pace = createPacer({
      limit: () => limit,
      threads: 1,
      gate: () => {},
      now: () => time,
      sleep: (milliseconds) => {
        time += milliseconds;
        if (time > 1000) limit = {};
      },
    });
    expect(pace(1_000_000)).toBeLessThan(1300);
  });

  it('stops in the middle of a nap', () => {
    const pace = createPacer({
      limit: () => ({ bytesPerSecond: 1000 }),
      threads: 1,
      gate: () => {
        throw new Error('stopped');
      },
    });
    expect(() => pace(1_000_000)).toThrow('stopped');
  });
});
