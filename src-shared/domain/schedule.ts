import type { BackupSchedule } from './initiate-draft.ts';
import type { Weekday } from './weekdays.ts';

/** Order of a week that begins on Monday; `Date.getDay` counts from Sunday. */
const weekdayOrder: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];
const dayMilliseconds = 24 * 60 * 60 * 1000;

const mondayBasedDay = (date: Date): number => (date.getDay() + 6) % 7;

/** Days since 1970 of a local calendar day: whole numbers, whatever daylight saving does to its length. */
function localDayNumber(date: Date): number {
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMilliseconds);
}

const localWeekNumber = (date: Date): number => Math.floor((localDayNumber(date) - mondayBasedDay(date)) / 7);

function isScheduledDay(schedule: BackupSchedule, day: Date, anchor: Date): boolean {
  if (schedule.every === 'day') return true;
  const weekday = weekdayOrder[mondayBasedDay(day)];
  if (weekday === undefined || !schedule.weekdays.includes(weekday)) return false;
  const weeks = localWeekNumber(day) - localWeekNumber(anchor);
  return weeks >= 0 && weeks % schedule.weekInterval === 0;
}

/** Times of day in order, each once. */
export function sortedTimes(schedule: BackupSchedule): readonly string[] {
  return [...new Set(schedule.times)].sort();
}

/**
 * The first scheduled moment after another, in local time. A time that daylight saving skips runs as much later as the clock was
 * moved; one that occurs twice runs the first time.
 * @param anchor with an interval of several weeks, the week of this moment is the first that counts
 * @returns undefined when the schedule never runs (weekly without a day)
 */
export function nextRunAfter(schedule: BackupSchedule, after: Date, anchor: Date): Date | undefined {
  const times = sortedTimes(schedule);
  const longestGapDays = schedule.every === 'day' ? 2 : 7 * (schedule.weekInterval + 1);
  const anchorLeadDays = Math.max(0, localDayNumber(anchor) - localDayNumber(after));
  for (let offset = 0; offset <= longestGapDays + anchorLeadDays; offset += 1) {
    const day = new Date(after.getFullYear(), after.getMonth(), after.getDate() + offset);
    if (!isScheduledDay(schedule, day, anchor)) continue;
    for (const time of times) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number);
      const run = new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes);
      if (run > after) return run;
    }
  }
  return undefined;
}

/** What a sentence about a schedule needs; the words belong to the page. */
export interface ScheduleSentence {
  readonly code: 'daily' | 'weekly' | 'everyWeeks' | 'never';
  readonly weekInterval: number;
  /** Monday first, whatever order they were chosen in. */
  readonly weekdays: readonly Weekday[];
  readonly times: readonly string[];
}

export function scheduleSentence(schedule: BackupSchedule): ScheduleSentence {
  const isDaily = schedule.every === 'day';
  const weekdays = isDaily ? [] : weekdayOrder.filter((day) => schedule.weekdays.includes(day));
  const weekly = schedule.weekInterval === 1 ? 'weekly' : 'everyWeeks';
  return {
    code: isDaily ? 'daily' : weekdays.length === 0 ? 'never' : weekly,
    weekInterval: isDaily ? 1 : schedule.weekInterval,
    weekdays,
    times: sortedTimes(schedule),
  };
}
