import { z } from 'zod';
import { cloudIdSchema } from '../domain/clouds.ts';
import { jobIdSchema, taskIdSchema } from '../domain/ids.ts';
import { bytesSchema, instantSchema, lineSchema, pathSchema } from '../domain/scalars.ts';
import { taskSnapshotSchema } from '../domain/tasks.ts';
import { appErrorSchema } from '../errors/app-error.ts';
import { call } from './define.ts';
import { done, nothing } from './shapes.ts';

export const languageSchema = z.enum(['en', 'de', 'nl', 'sv', 'fr']);
export type Language = z.infer<typeof languageSchema>;
export const themeSchema = z.enum(['system', 'light', 'dark', 'highContrast']);
export type ThemeChoice = z.infer<typeof themeSchema>;

export const preferencesSchema = z.strictObject({ language: languageSchema, theme: themeSchema });
export type Preferences = Readonly<z.infer<typeof preferencesSchema>>;

export const appInfoSchema = z.strictObject({
  version: lineSchema,
  host: z.enum(['electron', 'browser', 'console']),
  platform: lineSchema,
  machineName: lineSchema,
  isPractice: z.boolean(),
  preferences: preferencesSchema,
  /** Suggestions for empty path boxes; existing folders only. */
  suggestedStagingPath: pathSchema,
  suggestedRecoveryPath: pathSchema,
  sampleSourcePath: pathSchema.optional(),
});
export type AppInfo = Readonly<z.infer<typeof appInfoSchema>>;

export const accountSchema = z.strictObject({
  signedIn: z.boolean(),
  cloudId: cloudIdSchema,
  userName: lineSchema,
  tenantId: lineSchema,
});
export type Account = Readonly<z.infer<typeof accountSchema>>;

export const practiceStatusSchema = z.strictObject({
  now: instantSchema,
  /** What the practice world does next, and when on its own clock. */
  nextEvent: z.strictObject({ code: lineSchema, at: instantSchema }).optional(),
});
export type PracticeStatus = Readonly<z.infer<typeof practiceStatusSchema>>;

export const fileEntrySchema = z.strictObject({
  name: z.string().max(1024),
  path: pathSchema,
  kind: z.enum(['volume', 'folder', 'file', 'link', 'other']),
  sizeBytes: bytesSchema,
  readable: z.boolean(),
});
export type FileEntry = Readonly<z.infer<typeof fileEntrySchema>>;

/** What the wizard was started with; empty when it was started without arguments, and once it was taken. */
export const startRequestSchema = z.strictObject({
  stagingPath: pathSchema.optional(),
  jobFile: pathSchema.optional(),
  /** `u:`: shipping details instead of disks (R175). */
  wantsShipping: z.boolean(),
  /** `p:`: a file that nobody needs any more; the page says so. */
  publishSettingsPath: pathSchema.optional(),
  /** An argument that makes no sense; nothing else is set then. */
  error: appErrorSchema.optional(),
});
export type StartRequest = Readonly<z.infer<typeof startRequestSchema>>;

/** App frame, account, practice clock, folder browsing and Activity. */
export const appCalls = {
  'app.info': call(nothing, appInfoSchema),
  /** Hands out what the wizard was started with, once. */
  'app.takeStart': call(nothing, startRequestSchema),
  'app.setPreferences': call(preferencesSchema, preferencesSchema),
  'app.quit': call(nothing, done),
  /** Links the app knows by name; never a URL from the page. */
  'app.openLink': call(
    z.strictObject({ link: z.enum(['portal', 'importExportHelp', 'offlineBackupHelp', 'supportedDrives']) }),
    done,
  ),
  'account.status': call(nothing, accountSchema),
  'account.signIn': call(
    z.strictObject({ cloudId: cloudIdSchema, method: z.enum(['browser', 'deviceCode']) }),
    accountSchema,
  ),
  'account.signOut': call(nothing, accountSchema),
  /** Folders and files for the item tree and for path boxes. No `path`: the volumes of this computer. */
  'files.list': call(
    z.strictObject({ path: pathSchema.optional() }),
    z.strictObject({ entries: z.array(fileEntrySchema).max(10_000), truncated: z.boolean() }),
  ),
  'activity.list': call(nothing, z.array(taskSnapshotSchema).max(100)),
  'activity.pause': call(z.strictObject({ taskId: taskIdSchema }), done),
  'activity.resume': call(z.strictObject({ taskId: taskIdSchema }), done),
  'activity.stop': call(z.strictObject({ taskId: taskIdSchema }), done),
  'activity.dismiss': call(z.strictObject({ taskId: taskIdSchema }), done),
  'practice.status': call(nothing, practiceStatusSchema),
  /** Skips waiting: to the next event of the practice world, or by a number of hours. */
  'practice.advance': call(
    z.strictObject({ to: z.enum(['nextEvent', 'hours']), hours: z.int().min(1).max(2400).optional() }),
    practiceStatusSchema,
  ),
  /** Attaches one more practice drive, as an operator would plug one in. */
  'practice.attachDrive': call(z.strictObject({ sizeBytes: bytesSchema }), done),
  /** Starts a ready-made rehearsal job with sample files, so that a newcomer can click through at once. */
  'practice.startSample': call(nothing, z.strictObject({ jobId: jobIdSchema })),
} as const;
