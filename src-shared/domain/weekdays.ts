import { z } from 'zod';

/** Local time of day, `21:00`. */
export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** Days of a week that begins on Monday. */
export const weekdaySchema = z.enum([
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]);
export type Weekday = z.infer<typeof weekdaySchema>;

/** `Date.getDay` counts from Sunday. */
const daysFromSunday = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const satisfies readonly Weekday[];

/** Day of the week of a moment, in local time. */
export function weekdayOf(date: Date): Weekday {
  return daysFromSunday[date.getDay()] ?? 'sunday';
}
