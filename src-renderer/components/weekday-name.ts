import { type Weekday, weekdaySchema } from '../../src-shared/domain/weekdays.ts';

/** A Monday; only its day of the week counts. */
const someMonday = Date.UTC(2026, 0, 5);
const dayMilliseconds = 86_400_000;

/** Name of a day in the operator's language. */
export function weekdayName(day: Weekday, language: string, width: 'long' | 'short'): string {
  const date = new Date(someMonday + weekdaySchema.options.indexOf(day) * dayMilliseconds);
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' }).format(date);
}
