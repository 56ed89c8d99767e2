import { z } from 'zod';
import { recoveryPointIdSchema, taskIdSchema } from '../domain/ids.ts';
import { recoveryPointSummarySchema } from '../domain/job.ts';
import { bytesSchema, countSchema, instantSchema, lineSchema, pathSchema } from '../domain/scalars.ts';
import { taskWarningSchema } from '../domain/tasks.ts';
import { call } from './define.ts';
import { done, jobInput, passphraseSchema, taskStarted } from './shapes.ts';

const jobId = jobInput.shape.jobId;
/** An opened recovery point; the data key stays in the main process under this id and expires after idle time. */
const sessionId = z.uuid();

/**
 * Entry of a recovery point. `path` starts with the root's number: `0/photos/a.jpg`. The size of a root or folder is that of all
 * files below it.
 */
export const recoverEntrySchema = z.strictObject({
  path: z.string().max(32_767),
  name: z.string().max(4096),
  kind: z.enum(['root', 'folder', 'file', 'link', 'other']),
  sizeBytes: bytesSchema,
  modifiedAt: instantSchema,
  hasChildren: z.boolean(),
});
export type RecoverEntry = Readonly<z.infer<typeof recoverEntrySchema>>;

export const differenceSchema = z.strictObject({
  path: z.string().max(32_767),
  code: z.enum([
    'missing',
    'extra',
    'kind',
    'size',
    'content',
    'mode',
    'time',
    'linkTarget',
    'owner',
    'extendedAttributes',
  ]),
  expected: lineSchema,
  found: lineSchema,
});
export type Difference = Readonly<z.infer<typeof differenceSchema>>;

export const recoverResultSchema = z.strictObject({
  restoredFiles: countSchema,
  restoredBytes: bytesSchema,
  /** Of `restoredFiles`, those that an earlier run of this recovery, killed or stopped, had restored already. */
  earlierFiles: countSchema.optional(),
  skipped: z.array(taskWarningSchema).max(1000),
  failed: z.array(taskWarningSchema).max(1000),
  skippedCount: countSchema,
  failedCount: countSchema,
  targetPath: pathSchema.optional(),
  compared: z
    .strictObject({
      files: countSchema,
      bytes: bytesSchema,
      differences: z.array(differenceSchema).max(1000),
      differenceCount: countSchema,
    })
    .optional(),
});
export type RecoverResult = Readonly<z.infer<typeof recoverResultSchema>>;

export const recoverCalls = {
  'recover.points': call(jobInput, z.array(recoveryPointSummarySchema).max(10_000)),
  /** Opens a recovery point with the passphrase; a wrong one is told apart from damage. */
  'recover.open': call(
    z.strictObject({ jobId, recoveryPointId: recoveryPointIdSchema, passphrase: passphraseSchema }),
    z.strictObject({ sessionId, point: recoveryPointSummarySchema }),
  ),
  'recover.close': call(z.strictObject({ sessionId }), done),
  'recover.browse': call(
    z.strictObject({ sessionId, path: z.string().max(32_767) }),
    z.strictObject({ entries: z.array(recoverEntrySchema).max(10_000), truncated: z.boolean() }),
  ),
  'recover.search': call(
    z.strictObject({ sessionId, text: lineSchema.min(1) }),
    z.strictObject({ entries: z.array(recoverEntrySchema).max(1000), truncated: z.boolean() }),
  ),
  /** Restores a selection. `original`: back to the source paths. `verifyOnly`: reads and checks, writes nothing. */
  'recover.start': call(
    z.strictObject({
      sessionId,
      /** Selected paths; a folder means everything below it. Empty: everything. */
      selection: z.array(z.string().max(32_767)).max(10_000),
      target: z.union([
        z.strictObject({ kind: z.literal('folder'), path: pathSchema }),
        z.strictObject({ kind: z.literal('original') }),
        z.strictObject({ kind: z.literal('verifyOnly') }),
      ]),
      conflict: z.enum(['skip', 'overwrite', 'keepBoth']),
      /** Compare with the source as it is now, entry by entry, when done. */
      compareWithSource: z.boolean(),
    }),
    taskStarted,
  ),
  'recover.result': call(z.strictObject({ taskId: taskIdSchema }), recoverResultSchema),
  'recover.saveReport': call(
    z.strictObject({ taskId: taskIdSchema, folder: pathSchema }),
    z.strictObject({ path: pathSchema }),
  ),
} as const;
