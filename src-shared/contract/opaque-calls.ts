import { z } from 'zod';
import { jobSnapshotSchema } from '../domain/job.ts';
import { opaqueCheckSchema, opaqueDestinationSchema, opaqueSettingsSchema } from '../domain/opaque.ts';
import { pathSchema } from '../domain/scalars.ts';
import { call } from './define.ts';
import { jobInput } from './shapes.ts';

/** Folders that another program wrote: carried as they are. */
export const opaqueCalls = {
  /** Makes a job for a folder, or opens the unfinished one there is. */
  'opaque.open': call(z.strictObject({ sourcePath: pathSchema }), jobSnapshotSchema),
  /** Keeps what is typed, rules broken or not. */
  'opaque.save': call(
    z.strictObject({ jobId: jobInput.shape.jobId, settings: opaqueSettingsSchema }),
    jobSnapshotSchema,
  ),
  /** Looks at every file of the folder by the rules of what is saved. */
  'opaque.check': call(jobInput, opaqueCheckSchema),
  /** Takes the details; from here on drives can be prepared. */
  'opaque.accept': call(jobInput, jobSnapshotSchema),
  /** Another subscription or storage account for all import jobs of the set, until the first of them is created. */
  'opaque.changeDestination': call(
    z.strictObject({ jobId: jobInput.shape.jobId, destination: opaqueDestinationSchema }),
    jobSnapshotSchema,
  ),
} as const;
