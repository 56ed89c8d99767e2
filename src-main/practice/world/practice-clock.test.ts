import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPracticeClock } from './practice-clock.ts';

const dayMilliseconds = 86_400_000;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-clock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('practice clock', () => {
  it('runs with real time until it is moved, and keeps its lead over a restart', async () => {
    const clock = await openPracticeClock(folder);
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
    const goal = new Date(Date.now() + 3 * dayMilliseconds);
    await clock.advanceTo(goal);
    const restarted = await openPracticeClock(folder);
    for (const now of [clock.now(), restarted.now()]) {
      expect(now.getTime()).toBeGreaterThanOrEqual(goal.getTime());
      expect(now.getTime() - goal.getTime()).toBeLessThan(5000);
    }
  });

  it('never goes back', async () => {
    const clock = await openPracticeClock(folder);
    await clock.advanceTo(new Date(Date.now() + dayMilliseconds));
    await clock.advanceTo(new Date(Date.now() - dayMilliseconds));
    expect(clock.now().getTime()).toBeGreaterThan(Date.now() + dayMilliseconds - 1000);
  });

  it('wakes sleepers whose moment has come, in the owner and in a follower', async () => {
    const owner = await openPracticeClock(folder);
    const follower = await openPracticeClock(folder);
    const woken: string[] = [];
    const sleeps = [
      owner.sleep(dayMilliseconds).then(() => woken.push('owner')),
      follower.sleep(dayMilliseconds).then(() => woken.push('follower')),
    ];
    const stop = new AbortController();
    const later = owner.sleep(5 * dayMilliseconds, stop.signal).then(() => woken.push('later'));
    await owner.advanceTo(new Date(Date.now() + 2 * dayMilliseconds));
    await follower.refresh();
    await Promise.all(sleeps);
    expect(woken.sort()).toEqual(['follower', 'owner']);
    stop.abort(new Error('stopped'));
    await expect(later).rejects.toThrow('stopped');
    await expect(owner.sleep(10, stop.signal)).rejects.toThrow('stopped');
    await owner.sleep(5);
  });

  it('says so when its state is damaged', async () => {
    await writeFile(join(folder, 'clock.json'), '{"offsetMilliseconds":"x"}');
    await expect(openPracticeClock(folder)).rejects.toMatchObject({ code: 'practice.stateDamaged' });
  });
});
