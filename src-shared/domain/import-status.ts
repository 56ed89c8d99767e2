import { z } from 'zod';
import { bytesSchema, lineSchema } from './scalars.ts';

/** States of the classic service (import-export.md 1.5). The field stays an open string: an unknown state is shown, never a crash. */
export const knownImportJobStates = [
  'Creating',
  'Shipping',
  'Received',
  'Transferring',
  'Packaging',
  'Completed',
  'Closed',
  'Faulted',
  'Canceled',
] as const;
export const importJobStateSchema = lineSchema.min(1);
export type ImportJobState = z.infer<typeof importJobStateSchema>;

export const knownDriveStates = [
  'Specified',
  'Received',
  'NeverReceived',
  'Transferring',
  'Completed',
  'CompletedMoreInfo',
  'ShippedBack',
] as const;

/** One drive as the import job reports it. */
export const driveImportSchema = z.strictObject({
  driveId: lineSchema,
  state: lineSchema,
  copyStatus: lineSchema,
  percentComplete: z.number().min(0).max(100),
  bytesSucceeded: bytesSchema,
  errorLogUri: z.string().max(2048),
  verboseLogUri: z.string().max(2048),
  manifestUri: z.string().max(2048),
});
export type DriveImport = Readonly<z.infer<typeof driveImportSchema>>;

/** A line of a copy log, whatever of the three formats it came from (import-export.md 2.4-2.6). */
export const importLogEntrySchema = z.strictObject({
  driveId: lineSchema,
  blobPath: z.string().max(2048),
  filePath: z.string().max(32_767),
  status: lineSchema,
  detail: z.string().max(4096),
  bytes: bytesSchema,
});
export type ImportLogEntry = Readonly<z.infer<typeof importLogEntrySchema>>;

/**
 * True when the datacenter has copied what it could. `Closed` counts: whether its problems matter is what the check in the vault tells.
 * @param state undefined as long as Azure was not asked
 */
export function isImportProcessed(state: ImportJobState | undefined): boolean {
  return state === 'Completed' || state === 'Closed';
}

/** True when nothing more will happen to the job at the datacenter. */
export function isFinalImportState(state: ImportJobState): boolean {
  return state === 'Completed' || state === 'Closed' || state === 'Canceled';
}
