/**
 * How much of the computer a backup may take, as MARS throttles it: one bandwidth in work hours, another one outside of them
 * (offline-backup.md 4, Throttling), and a background mode that leaves half of the processors to others.
 */
import { z } from 'zod';
import { timeOfDaySchema, type Weekday, weekdayOf, weekdaySchema } from './weekdays.ts';

/** 512 Kbps, the least that MARS takes. */
export const leastBytesPerSecond = 64_000;
/** 1,023 Mbps, the most that MARS takes. */
export const mostBytesPerSecond = 127_875_000;
/** Part of the processors' time that background mode leaves to a backup. */
export const backgroundCpuShare = 0.5;

const bytesPerSecondSchema = z.int().min(leastBytesPerSecond).max(mostBytesPerSecond);

/** What the operator chose. A bandwidth that is absent means: as fast as it goes. */
export const speedSettingsSchema = z.strictObject({
  backgroundMode: z.boolean(),
  workDays: z.array(weekdaySchema).max(7),
  /** Local time. An end that is not after the start lies on the next day: `00:00` to `00:00` is the whole day. */
  workHours: z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema }),
  workHourBytesPerSecond: bytesPerSecondSchema.optional(),
  otherBytesPerSecond: bytesPerSecondSchema.optional(),
});
export type SpeedSettings = Readonly<z.infer<typeof speedSettingsSchema>>;

/** What holds at one moment. Absent: no limit. */
export interface SpeedLimit {
  /** Bytes read from the source per second, all readers together. */
  readonly bytesPerSecond?: number;
  /** Part of the processors' time that the work may take, above 0 and below 1. */
  readonly cpuShare?: number;
}

const officeDays: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Nothing is limited; the hours are there for the moment when somebody limits them. */
export const unlimitedSpeed: SpeedSettings = {
  backgroundMode: false,
  workDays: [...officeDays],
  workHours: { from: '09:00', to: '18:00' },
};

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** True in work hours. Hours that pass midnight belong to the day on which they began. */
export function isWorkHour({ workDays, workHours }: SpeedSettings, now: Date): boolean {
  const minute = now.getHours() * 60 + now.getMinutes();
  const from = minutesOf(workHours.from);
  const to = minutesOf(workHours.to);
  const isWorkDay = (offset: number): boolean =>
    workDays.includes(weekdayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset)));
  if (from < to) return minute >= from && minute < to && isWorkDay(0);
  return (minute >= from && isWorkDay(0)) || (minute < to && isWorkDay(-1));
}

/** The limit of this moment. @param now read in local time */
export function currentLimit(settings: SpeedSettings, now: Date): SpeedLimit {
  const bytesPerSecond = isWorkHour(settings, now)
    ? settings.workHourBytesPerSecond
    : settings.otherBytesPerSecond;
  return {
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    ...(settings.backgroundMode ? { cpuShare: backgroundCpuShare } : {}),
  };
}

/** True when the settings hold nothing back at any time. */
export function isUnlimited(settings: SpeedSettings): boolean {
  return (
    !settings.backgroundMode &&
    settings.workHourBytesPerSecond === undefined &&
    settings.otherBytesPerSecond === undefined
  );
}

const bytesPerMegabit = 125_000;

/** Megabits per second, as a line is sold and MARS asks for it. */
export function megabitsOf(bytesPerSecond: number): number {
  return bytesPerSecond / bytesPerMegabit;
}

/** @returns bytes per second, or undefined when it is below 0.512 or above 1,023 Mbit/s */
export function limitFromMegabits(megabitsPerSecond: number): number | undefined {
  const bytesPerSecond = Math.round(megabitsPerSecond * bytesPerMegabit);
  const isInRange = bytesPerSecond >= leastBytesPerSecond && bytesPerSecond <= mostBytesPerSecond;
  return isInRange ? bytesPerSecond : undefined;
}
