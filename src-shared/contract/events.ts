import { z } from 'zod';
import { jobSnapshotSchema } from '../domain/job.ts';
import { instantSchema, lineSchema } from '../domain/scalars.ts';
import { taskSnapshotSchema } from '../domain/tasks.ts';
import { accountSchema, practiceStatusSchema } from './app-calls.ts';
import { nothing } from './shapes.ts';

/** Events from the main process; past tense, coalesced to at most four a second per job. */
export const events = {
  /** The wizard was started once more with arguments; `app.takeStart` hands them out. */
  'app.startRequested': nothing,
  'job.changed': jobSnapshotSchema,
  'job.removed': z.strictObject({ jobId: jobSnapshotSchema.shape.id }),
  'activity.changed': taskSnapshotSchema,
  'disks.changed': z.strictObject({ at: instantSchema }),
  'account.changed': accountSchema,
  /** Device code to show while a sign-in waits. */
  'account.codeIssued': z.strictObject({
    userCode: lineSchema,
    verificationUri: lineSchema,
    message: z.string().max(1024),
  }),
  'practice.changed': practiceStatusSchema,
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventPayload<Name extends EventName> = z.infer<Events[Name]>;
