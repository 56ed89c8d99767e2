import { describe, expect, it } from 'vitest';
import { createRandom } from '../../bench/corpora/random.ts';
import { drawInstant } from './kill-plan.ts';

describe('instants of kills', () => {
  it('are spread over all of a run, its last changes too', () => {
    const random = createRandom(1);
    const whole = { milliseconds: 1000, changes: 100 };
    const drawn = Array.from({ length: 2000 }, () => drawInstant(random, whole));
    const times = drawn.flatMap((instant) => (instant.kind === 'time' ? [instant.milliseconds] : []));
    const changes = drawn.flatMap((instant) => (instant.kind === 'change' ? [instant.number] : []));
    const tenths = new Set(times.map((time) => Math.floor(time / 100)));
    expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.min(...changes)).toBe(1);
    expect(Math.max(...changes)).toBe(100);
    expect(changes.filter((number) => number > 84).length).toBeGreaterThan(changes.length / 2);
    expect(changes.every((number) => number >= 1 && number <= 100)).toBe(true);
  });

  it('need no changes to be drawn', () => {
    const random = createRandom(2);
    const drawn = Array.from({ length: 100 }, () => drawInstant(random, { milliseconds: 1, changes: 0 }));
    expect(drawn.every((instant) => instant.kind === 'time' || instant.number === 1)).toBe(true);
  });
});
