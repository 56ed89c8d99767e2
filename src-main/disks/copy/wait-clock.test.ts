import { expect, it } from 'vitest';
import type { Bottleneck } from '../../../src-shared/domain/tasks.ts';
import { WaitClock } from './wait-clock.ts';

async function clockAfter(...waits: readonly (readonly [Bottleneck, number])[]): Promise<WaitClock> {
  let now = 0;
  const clock = new WaitClock(() => now);
  for (const [side, milliseconds] of waits) {
    const work = Promise.resolve().then(() => {
      now += milliseconds;
    });
    await clock.waiting(side, work);
  }
  return clock;
}

it.each<[string, readonly (readonly [Bottleneck, number])[], Bottleneck | undefined]>([
  ['nothing before anything was waited for', [], undefined],
  ['the only side there is', [['driveWrite', 5]], 'driveWrite'],
  [
    'the slower side, all its waits together',
    [
      ['sourceRead', 30],
      ['driveWrite', 25],
      ['driveWrite', 25],
    ],
    'driveWrite',
  ],
  [
    'nothing while both sides keep pace',
    [
      ['sourceRead', 100],
      ['driveWrite', 110],
    ],
    undefined,
  ],
])('names %s', async (_what, waits, expected) => {
  expect((await clockAfter(...waits)).bottleneck).toBe(expected);
});

it('begins anew with a phase', async () => {
  const clock = await clockAfter(['driveWrite', 50]);
  clock.restart();
  expect(clock.bottleneck).toBeUndefined();
});
