import { z } from 'zod';
import { cloudIdSchema } from '../domain/clouds.ts';
import { jobSnapshotSchema } from '../domain/job.ts';
import { pathSchema } from '../domain/scalars.ts';
import { call } from './define.ts';
import { done, jobInput, nothing } from './shapes.ts';

/** The start view: jobs on this computer. */
export const jobsCalls = {
  'jobs.list': call(nothing, z.array(jobSnapshotSchema).max(1000)),
  'jobs.get': call(jobInput, jobSnapshotSchema),
  'jobs.create': call(z.strictObject({ cloudId: cloudIdSchema }), jobSnapshotSchema),
  /** Removes the record of a draft, or of a job that was cleaned up. Staging, drives and Azure stay untouched. */
  'jobs.remove': call(jobInput, done),
  /** Writes the job file for the copy computer into a folder; no secrets in it. */
  'jobs.exportFile': call(
    z.strictObject({ jobId: jobInput.shape.jobId, folder: pathSchema }),
    z.strictObject({ path: pathSchema }),
  ),
  'jobs.openFile': call(z.strictObject({ path: pathSchema }), jobSnapshotSchema),
} as const;
