import { z } from 'zod';
import { importLogEntrySchema } from '../domain/import-status.ts';
import { jobSnapshotSchema } from '../domain/job.ts';
import { bytesSchema, countSchema, lineSchema, pathSchema } from '../domain/scalars.ts';
import { call } from './define.ts';
import { jobInput, passphraseSchema, taskStarted } from './shapes.ts';

const jobId = jobInput.shape.jobId;

export const cleanUpPreviewSchema = z.strictObject({
  /** Everything that goes, by name: staging files, the import container. */
  items: z
    .array(
      z.strictObject({
        kind: z.enum(['stagingFile', 'importContainer']),
        name: z.string().max(32_767),
        bytes: bytesSchema,
      }),
    )
    .max(100_000),
  totalBytes: bytesSchema,
  /** Why clean-up is refused; absent when it may start. */
  refusal: z.enum(['notVerified', 'importNotFinished', 'alreadyDone']).optional(),
});
export type CleanUpPreview = Readonly<z.infer<typeof cleanUpPreviewSchema>>;

export const monitorCalls = {
  /** Asks Azure now and records what it said. */
  'monitor.refresh': call(jobInput, jobSnapshotSchema),
  'monitor.logs': call(
    z.strictObject({ jobId, driveId: lineSchema }),
    z.strictObject({ entries: z.array(importLogEntrySchema).max(10_000), total: countSchema }),
  ),
  /** Moves the seed to the vault now instead of at the next scheduled backup, and verifies every byte of it there. */
  'monitor.moveToVault': call(jobInput, taskStarted),
  /** Runs the scheduled backup: only changes move. */
  'monitor.runIncremental': call(z.strictObject({ jobId, passphrase: passphraseSchema }), taskStarted),
  'monitor.cleanUpPreview': call(jobInput, cleanUpPreviewSchema),
  /** Deletes exactly what the preview listed; the operator typed the import job name. */
  'monitor.cleanUp': call(z.strictObject({ jobId, typedText: lineSchema }), taskStarted),
  'monitor.revealRecoveryPassword': call(
    z.strictObject({ jobId, driveId: lineSchema }),
    z.strictObject({ recoveryPassword: z.string().max(64), hideAfterSeconds: z.int().min(1).max(300) }),
  ),
  'monitor.supportBundle': call(
    z.strictObject({ jobId, folder: pathSchema }),
    z.strictObject({ path: pathSchema }),
  ),
} as const;
