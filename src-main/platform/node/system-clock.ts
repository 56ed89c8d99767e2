import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

/** Longest wait of one timer: above it Node fires at once. */
const longestTimerMilliseconds = 2 ** 31 - 1;

/** The computer's own time. */
export function createSystemClock(): Clock {
  return {
    now: () => new Date(),
    async sleep(milliseconds, signal) {
      const until = Date.now() + milliseconds;
      for (let left = milliseconds; left > 0; left = until - Date.now()) {
        await delay(Math.min(left, longestTimerMilliseconds), undefined, { signal, ref: false });
      }
    },
  };
}
