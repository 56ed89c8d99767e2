import { z } from 'zod';
import { appErrorSchema } from '../errors/app-error.ts';
import { jobIdSchema, taskIdSchema } from './ids.ts';
import { bytesSchema, countSchema, instantSchema, lineSchema, pathSchema } from './scalars.ts';

/** A long piece of work that goes on when the page changes. */
export const taskKindSchema = z.enum([
  'estimate',
  'staging',
  'prepareDisks',
  'moveToVault',
  'incrementalBackup',
  'cleanUp',
  'recover',
  'compare',
  'verifyStaging',
]);
export type TaskKind = z.infer<typeof taskKindSchema>;

export const taskStateSchema = z.enum([
  'running',
  'paused',
  'stopping',
  'stopped',
  'completed',
  'completedWithWarnings',
  'failed',
]);
export type TaskState = z.infer<typeof taskStateSchema>;

/**
 * Phases in the order of MARS for staging (offline-backup.md 2.3) and the card steps for drives (screens.md). The locale files
 * hold their words under `phases.<code>`.
 */
export const taskPhaseCodes = [
  'takingSnapshot',
  'preparingStorage',
  'estimatingSize',
  'transferringData',
  'verifyingBackup',
  'clearing',
  'formatting',
  'encrypting',
  'copying',
  'verifying',
  'writingManifest',
  'waitingForDisk',
  'readingRecoveryPoint',
  'copyingToVault',
  'verifyingVault',
  'registeringPoint',
  'scanning',
  'uploadingChanges',
  'deleting',
  'restoring',
  'comparing',
  'done',
] as const;
export const taskPhaseSchema = z.enum(taskPhaseCodes);
export type TaskPhase = z.infer<typeof taskPhaseSchema>;

/** What limits the speed right now; shown as one line. */
export const bottleneckSchema = z.enum([
  'sourceRead',
  'compression',
  'stagingWrite',
  'driveWrite',
  'driveRead',
  'network',
  'speedLimit',
]);
export type Bottleneck = z.infer<typeof bottleneckSchema>;

/** What the work waits for; it goes on by itself when that has come. */
export const waitingSchema = z.strictObject({
  reason: z.enum(['stagingSpace']),
  missingBytes: bytesSchema,
  /** Folder in which the space is missing. */
  path: pathSchema,
});
export type Waiting = Readonly<z.infer<typeof waitingSchema>>;

export const progressSchema = z.strictObject({
  doneBytes: bytesSchema,
  /** Absent until it is known: the page then says "estimating" instead of inventing a percentage. */
  totalBytes: bytesSchema.optional(),
  doneFiles: countSchema,
  totalFiles: countSchema.optional(),
  /** Bytes written so far, where they differ from the bytes read (staging). */
  writtenBytes: bytesSchema.optional(),
  bytesPerSecond: z.number().min(0).optional(),
  /** Absent unless it can be honest: enough time, enough bytes, total known (anchors 10, restic's rule). */
  secondsLeft: z.number().min(0).optional(),
  /** Present while work that should move bytes has moved none for half a minute or longer. Nothing is ended because of it. */
  stalledSeconds: z.number().min(0).optional(),
  bottleneck: bottleneckSchema.optional(),
  /** Present while nothing can go on. Reporting it as `undefined` ends it. */
  waiting: waitingSchema.optional(),
});
export type Progress = Readonly<z.infer<typeof progressSchema>>;

/** One line inside a task: a drive being written, a recovery point being moved. */
export const taskItemSchema = z.strictObject({
  id: lineSchema,
  title: lineSchema,
  phase: taskPhaseSchema,
  state: taskStateSchema,
  progress: progressSchema,
  error: appErrorSchema.optional(),
});
export type TaskItem = Readonly<z.infer<typeof taskItemSchema>>;

/** Something that went wrong with one file; the rest went on. */
export const taskWarningSchema = z.strictObject({
  code: z.enum([
    'file.unreadable',
    'file.vanished',
    'file.changedWhileRead',
    'file.unsupportedKind',
    'file.nameNotPortable',
    'file.encrypted',
    'file.onlineOnly',
    'file.reparsePoint',
    'file.metadataUnread',
    'folder.unreadable',
    'snapshot.notElevated',
    'snapshot.serviceMissing',
    'snapshot.share',
    'snapshot.failed',
    'descriptor.repaired',
    'descriptor.mirrorUsed',
    'staged.damaged',
    'staged.missing',
    'drive.manifestDamaged',
    'drive.fileDiffers',
    'drive.otherFiles',
    'restore.attributeNotSet',
    'restore.metadataNotHere',
    'restore.skippedExisting',
    'restore.damaged',
    'restore.notWritten',
    'restore.notInBackup',
    'restore.unknownKind',
  ]),
  path: z.string().max(32_767),
  reason: z.string().max(512),
});
export type TaskWarning = Readonly<z.infer<typeof taskWarningSchema>>;

export const taskSnapshotSchema = z.strictObject({
  id: taskIdSchema,
  kind: taskKindSchema,
  jobId: jobIdSchema.optional(),
  title: lineSchema,
  state: taskStateSchema,
  phase: taskPhaseSchema,
  /** All phases in order, so that the page can draw the list with done, current and coming. */
  phases: z.array(taskPhaseSchema).max(16),
  progress: progressSchema,
  items: z.array(taskItemSchema).max(64),
  warningCount: countSchema,
  /** The newest warnings, at most 200; the full list is in the report file. */
  warnings: z.array(taskWarningSchema).max(200),
  canPause: z.boolean(),
  canStop: z.boolean(),
  error: appErrorSchema.optional(),
  startedAt: instantSchema,
  finishedAt: instantSchema.optional(),
});
export type TaskSnapshot = Readonly<z.infer<typeof taskSnapshotSchema>>;
