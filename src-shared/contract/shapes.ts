import { z } from 'zod';
import { jobIdSchema, taskIdSchema } from '../domain/ids.ts';

/** Input of calls that need nothing. */
export const nothing = z.strictObject({});
/** Answer of calls that only succeed or fail. */
export const done = z.strictObject({});
export const jobInput = z.strictObject({ jobId: jobIdSchema });
/** Answer of calls that start long work; follow it through `activity.changed`. */
export const taskStarted = z.strictObject({ taskId: taskIdSchema });
/** A passphrase on its way in. Named so that the log redacts it; never journalled, never sent back. */
export const passphraseSchema = z.string().max(1024);
