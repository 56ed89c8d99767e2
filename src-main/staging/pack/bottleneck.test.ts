import { expect, it } from 'vitest';
import { createBottleneckGauge } from './bottleneck.ts';

const none = { reading: 0, writing: 0, paced: 0 };

it.each([
  [none, 'compression'],
  [{ ...none, reading: 1500 }, 'sourceRead'],
  [{ ...none, reading: 500 }, 'compression'],
  [{ ...none, writing: 900, reading: 900 }, 'stagingWrite'],
  [{ paced: 1200, writing: 0, reading: 800 }, 'speedLimit'],
])('of two threads that spent %o in one second', (times, bottleneck) => {
  expect(createBottleneckGauge(2, 0).look(times, 1000)).toBe(bottleneck);
});

it('says nothing before a second has passed, and then speaks of the last stretch only', () => {
  const gauge = createBottleneckGauge(1, 0);
  expect(gauge.look({ ...none, reading: 400 }, 400)).toBeUndefined();
  expect(gauge.look({ ...none, reading: 1000 }, 1000)).toBe('sourceRead');
  expect(gauge.look({ ...none, reading: 1000 }, 1500)).toBe('sourceRead');
  expect(gauge.look({ ...none, reading: 1000 }, 2000)).toBe('compression');
});
