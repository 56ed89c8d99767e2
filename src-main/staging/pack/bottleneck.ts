import type { Bottleneck } from '../../../src-shared/domain/tasks.ts';
import type { PackTimes } from './pack-pool.ts';

/** Shorter stretches say too little. */
const leastMilliseconds = 1000;
/** Part of the threads' time from which one thing is what they wait for. */
const muchShare = 0.35;

/** What held the threads up most, over the last second or so. */
export interface BottleneckGauge {
  /** @returns undefined until it can be told */
  look(times: PackTimes, now: number): Bottleneck | undefined;
}

/** @param threads that work at the same time */
export function createBottleneckGauge(threads: number, startedAt: number): BottleneckGauge {
  let before: PackTimes = { reading: 0, writing: 0, paced: 0 };
  let beganAt = startedAt;
  let found: Bottleneck | undefined;
  return {
    look(times, now) {
      const elapsed = (now - beganAt) * threads;
      if (now - beganAt < leastMilliseconds) return found;
      const share = (kind: keyof PackTimes): number => (times[kind] - before[kind]) / elapsed;
      const most = (['paced', 'writing', 'reading'] as const).find((kind) => share(kind) > muchShare);
      found =
        most === undefined
          ? 'compression'
          : ({ paced: 'speedLimit', writing: 'stagingWrite', reading: 'sourceRead' } as const)[most];
      before = times;
      beganAt = now;
      return found;
    },
  };
}
