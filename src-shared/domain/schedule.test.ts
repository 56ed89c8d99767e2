import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupSchedule } from './initiate-draft.ts';
import { nextRunAfter, scheduleSentence } from './schedule.ts';

const zoneBefore = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin';
});
afterAll(() => {
  if (zoneBefore === undefined) delete process.env.TZ;
  else process.env.TZ = zoneBefore;
});

const daily = (...times: string[]): BackupSchedule => ({
  every: 'day',
  weekInterval: 1,
  weekdays: [],
  times,
});
const weekly = (weekInterval: number, ...weekdays: BackupSchedule['weekdays']): BackupSchedule => ({
  every: 'week',
  weekInterval,
  weekdays,
  times: ['21:00'],
});

/** Saturday, 21 November 2026; Berlin is one hour ahead of UTC then. */
const saturday = '2026-11-21T12:00:00.000Z';

test.each([
  ['later the same day', daily('21:00'), saturday, '2026-11-21T20:00:00.000Z'],
  ['the next day when the time has passed', daily('06:30'), saturday, '2026-11-22T05:30:00.000Z'],
  ['a moment that is a run itself is not after itself', daily('13:00'), saturday, '2026-11-22T12:00:00.000Z'],
  [
    'the next of several times, in any order',
    daily('23:00', '06:00', '14:30'),
    saturday,
    '2026-11-21T13:30:00.000Z',
  ],
  ['across the end of the year', daily('21:00'), '2026-12-31T22:00:00.000Z', '2027-01-01T20:00:00.000Z'],
  [
    'local time holds when summer begins',
    daily('21:00'),
    '2026-03-28T21:00:00.000Z',
    '2026-03-29T19:00:00.000Z',
  ],
  [
    'a skipped time runs an hour later',
    daily('02:30'),
    '2026-03-29T00:00:00.000Z',
    '2026-03-29T01:30:00.000Z',
  ],
  [
    'a time that occurs twice runs once',
    daily('02:30'),
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ],
  ['the day of the week', weekly(1, 'sunday'), saturday, '2026-11-22T20:00:00.000Z'],
  ['the nearest of several days', weekly(1, 'wednesday', 'monday'), saturday, '2026-11-23T20:00:00.000Z'],
  ['every second week, this one counts', weekly(2, 'sunday'), saturday, '2026-11-22T20:00:00.000Z'],
  ['every second week, the next one does not', weekly(2, 'monday'), saturday, '2026-11-30T20:00:00.000Z'],
  ['every fourth week over the end of summer', weekly(4, 'friday'), saturday, '2026-12-18T20:00:00.000Z'],
])('%s', (_name, schedule, after, expected) => {
  expect(nextRunAfter(schedule, new Date(after), new Date(saturday))?.toISOString()).toBe(expected);
});

test('weeks count from the anchor, also when it lies ahead', () => {
  const anchor = new Date('2026-12-10T12:00:00.000Z');
  expect(nextRunAfter(weekly(2, 'sunday'), new Date(saturday), anchor)?.toISOString()).toBe(
    '2026-12-13T20:00:00.000Z',
  );
});

test('every fourth week stays on its weeks for two years', () => {
  let run = new Date(saturday);
  const anchor = run;
  const days: number[] = [];
  for (let index = 0; index < 26; index += 1) {
    const next = nextRunAfter(weekly(4, 'sunday'), run, anchor);
    if (next === undefined) throw new Error('no run');
    days.push(Math.round((next.getTime() - run.getTime()) / (24 * 60 * 60 * 1000)));
    run = next;
  }
  expect(days).toEqual([1, ...Array<number>(25).fill(28)]);
});

test('a weekly schedule without a day never runs', () => {
  expect(nextRunAfter(weekly(1), new Date(saturday), new Date(saturday))).toBeUndefined();
  expect(scheduleSentence(weekly(1)).code).toBe('never');
});

test.each([
  [
    daily('21:00', '09:00', '21:00'),
    { code: 'daily', weekInterval: 1, weekdays: [], times: ['09:00', '21:00'] },
  ],
  [
    weekly(1, 'sunday', 'monday'),
    { code: 'weekly', weekInterval: 1, weekdays: ['monday', 'sunday'], times: ['21:00'] },
  ],
  [weekly(3, 'friday'), { code: 'everyWeeks', weekInterval: 3, weekdays: ['friday'], times: ['21:00'] }],
])('the sentence has what was chosen, in order', (schedule, expected) => {
  expect(scheduleSentence(schedule)).toEqual(expected);
});
