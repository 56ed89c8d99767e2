import { describe, expect, it } from 'vitest';
import { emptyInitiateDraft, initiateDraftSchema, speedOf } from './initiate-draft.ts';
import {
  currentLimit,
  isUnlimited,
  leastBytesPerSecond,
  limitFromMegabits,
  megabitsOf,
  mostBytesPerSecond,
  type SpeedSettings,
  unlimitedSpeed,
} from './speed-limits.ts';

const office: SpeedSettings = {
  ...unlimitedSpeed,
  workHourBytesPerSecond: 1_000_000,
  otherBytesPerSecond: 50_000_000,
};
const night: SpeedSettings = { ...office, workHours: { from: '22:00', to: '06:00' } };
const wholeDay: SpeedSettings = { ...office, workHours: { from: '00:00', to: '00:00' } };
/** Local time in November 2026: the 20th is a Friday. */
const at = (day: number, hours: number, minutes = 0): Date => new Date(2026, 10, day, hours, minutes);

describe('limit of a moment', () => {
  it.each([
    ['before work', office, at(20, 8, 59), 50_000_000],
    ['when work begins', office, at(20, 9), 1_000_000],
    ['the last minute of work', office, at(20, 17, 59), 1_000_000],
    ['when work has ended', office, at(20, 18), 50_000_000],
    ['a Saturday at noon', office, at(21, 12), 50_000_000],
    ['a Sunday at noon', office, at(22, 12), 50_000_000],
    ['a Monday at noon', office, at(23, 12), 1_000_000],
    ['the evening of a night shift', night, at(20, 22), 1_000_000],
    ['its morning on the day after', night, at(21, 5, 59), 1_000_000],
    ['the end of that morning', night, at(21, 6), 50_000_000],
    ['the evening of a day off', night, at(21, 23), 50_000_000],
    ['the morning after a day off', night, at(23, 3), 50_000_000],
    ['a whole work day, its first minute', wholeDay, at(20, 0), 1_000_000],
    ['a whole work day, its last minute', wholeDay, at(20, 23, 59), 1_000_000],
    ['the day after it', wholeDay, at(21, 0), 50_000_000],
  ])('%s', (_case, settings, now, bytesPerSecond) => {
    expect(currentLimit(settings, now)).toEqual({ bytesPerSecond });
  });

  it('is none where no bandwidth is set', () => {
    const { otherBytesPerSecond: _other, ...workOnly } = office;
    expect(currentLimit(workOnly, at(20, 20))).toEqual({});
    expect(currentLimit(unlimitedSpeed, at(20, 10))).toEqual({});
  });

  it('leaves half of the processors to others in background mode, at any time', () => {
    const background = { ...unlimitedSpeed, backgroundMode: true };
    expect(currentLimit(background, at(20, 10))).toEqual({ cpuShare: 0.5 });
    expect(currentLimit({ ...office, backgroundMode: true }, at(21, 10))).toEqual({
      bytesPerSecond: 50_000_000,
      cpuShare: 0.5,
    });
  });

  it('never applies without a work day', () => {
    expect(currentLimit({ ...office, workDays: [] }, at(20, 10))).toEqual({ bytesPerSecond: 50_000_000 });
  });
});

it('tells settings that hold something back from those that do not', () => {
  expect(isUnlimited(unlimitedSpeed)).toBe(true);
  expect(isUnlimited({ ...unlimitedSpeed, backgroundMode: true })).toBe(false);
  expect(isUnlimited({ ...unlimitedSpeed, otherBytesPerSecond: leastBytesPerSecond })).toBe(false);
});

it.each([
  [0.512, leastBytesPerSecond],
  [1023, mostBytesPerSecond],
  [100, 12_500_000],
  [0.511, undefined],
  [1024, undefined],
  [0, undefined],
  [-5, undefined],
  [Number.NaN, undefined],
])('takes %s Mbit/s as MARS does', (megabits, bytesPerSecond) => {
  expect(limitFromMegabits(megabits)).toBe(bytesPerSecond);
  if (bytesPerSecond !== undefined) expect(megabitsOf(bytesPerSecond)).toBe(megabits);
});

it('is optional in a draft: jobs of earlier versions still open, and hold nothing back', () => {
  const draft = initiateDraftSchema.parse(emptyInitiateDraft());
  expect(draft.speed).toBeUndefined();
  expect(speedOf(draft)).toEqual(unlimitedSpeed);
  expect(speedOf(initiateDraftSchema.parse({ ...draft, speed: office }))).toEqual(office);
});
