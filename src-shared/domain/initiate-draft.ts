import { z } from 'zod';
import { brokenPatternRule, maximumPatternLength } from './path-pattern.ts';
import { lineSchema, pathSchema } from './scalars.ts';
import { type SpeedSettings, speedSettingsSchema, unlimitedSpeed } from './speed-limits.ts';
import { timeOfDaySchema, weekdaySchema } from './weekdays.ts';

/** Something to back up: a volume, folder or file, with what is left out below it. */
export const backupItemSchema = z.strictObject({
  path: pathSchema,
  kind: z.enum(['volume', 'folder', 'file']),
  /** False: only the files right in it, as MARS has it per item (offline-backup.md 2.2 step 2). Absent: with all folders below. */
  includeSubfolders: z.boolean().optional(),
});
export type BackupItem = Readonly<z.infer<typeof backupItemSchema>>;

/** A name or path below the folder of its rule, with wildcards (docs/exclusions.md). */
export const patternSchema = z
  .string()
  .max(maximumPatternLength)
  .refine((text) => brokenPatternRule(text) === undefined, 'not a pattern of names or paths');

/**
 * MARS exclusion: a path, or file types, with or without the folders below (offline-backup.md 2.2 step 2); and beyond MARS patterns,
 * and rules that keep what others leave out. docs/exclusions.md says which rule decides.
 */
export const exclusionSchema = z.strictObject({
  path: pathSchema,
  includeSubfolders: z.boolean(),
  /** Lower-case endings without the dot; empty means everything below the path. */
  fileTypes: z.array(z.string().regex(/^[^./\\]{1,32}$/)).max(100),
  /** Absent in jobs of earlier versions: none. */
  patterns: z.array(patternSchema).max(100).optional(),
  /** Absent in jobs of earlier versions: leaves out. */
  effect: z.enum(['leaveOut', 'keep']).optional(),
});
export type Exclusion = Readonly<z.infer<typeof exclusionSchema>>;

/** Daily or every n weeks, up to three times a day (offline-backup.md 2.2 step 3). */
export const backupScheduleSchema = z.strictObject({
  every: z.enum(['day', 'week']),
  weekInterval: z.int().min(1).max(4),
  weekdays: z.array(weekdaySchema).max(7),
  times: z.array(timeOfDaySchema).min(1).max(3),
});
export type BackupSchedule = Readonly<z.infer<typeof backupScheduleSchema>>;

export const retentionSchema = z.strictObject({
  days: z.int().min(0).max(9999),
  weeks: z.int().min(0).max(5163),
  months: z.int().min(0).max(1188),
  years: z.int().min(0).max(99),
});
export type Retention = Readonly<z.infer<typeof retentionSchema>>;

/** The five boxes of MARS in their order, and what sign-in adds to them (R91-R97). Kept as typed, even when a rule is broken. */
export const offlineDetailsSchema = z.strictObject({
  stagingLocation: z.string().max(32_767),
  storageAccount: lineSchema,
  container: lineSchema,
  subscriptionId: lineSchema,
  importJobName: lineSchema,
  resourceGroup: lineSchema,
  region: lineSchema,
  vaultName: lineSchema,
  vaultResourceGroup: lineSchema,
});
export type OfflineDetails = Readonly<z.infer<typeof offlineDetailsSchema>>;

export const initialBackupTypeSchema = z.enum(['network', 'ownDisks']);

export const initiateDraftSchema = z.strictObject({
  items: z.array(backupItemSchema).max(1000),
  exclusions: z.array(exclusionSchema).max(1000),
  schedule: backupScheduleSchema,
  retention: retentionSchema,
  initialBackupType: initialBackupTypeSchema,
  lineMegabitsPerSecond: z.number().min(0).max(1_000_000).optional(),
  offlineDetails: offlineDetailsSchema,
  /** Bytes per volume file, a multiple of 512. */
  volumeBytes: z
    .int()
    .min(1024 * 1024)
    .max(2 ** 40)
    .multipleOf(512),
  /** Absent in jobs of earlier versions, and as long as nobody limits anything. */
  speed: speedSettingsSchema.optional(),
});
export type InitiateDraft = Readonly<z.infer<typeof initiateDraftSchema>>;

/** Default volume length: 1 GiB. */
export const defaultVolumeBytes = 1024 ** 3;

/** What a new job starts with: the documented samples of MARS (offline-backup.md 2.2 steps 3 and 4). */
export function emptyInitiateDraft(): InitiateDraft {
  return {
    items: [],
    exclusions: [],
    schedule: { every: 'day', weekInterval: 1, weekdays: ['sunday'], times: ['21:00'] },
    retention: { days: 7, weeks: 4, months: 12, years: 10 },
    initialBackupType: 'ownDisks',
    offlineDetails: {
      stagingLocation: '',
      storageAccount: '',
      container: '',
      subscriptionId: '',
      importJobName: '',
      resourceGroup: '',
      region: '',
      vaultName: '',
      vaultResourceGroup: '',
    },
    volumeBytes: defaultVolumeBytes,
  };
}

/** What the backup may take of the computer. */
export function speedOf(draft: InitiateDraft): SpeedSettings {
  return draft.speed ?? unlimitedSpeed;
}
