import { z } from 'zod';

/** Id of a job record on this computer (a UUID); not the import job's name. */
export const jobIdSchema = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof jobIdSchema>;

/** Id of one long task in the Activity list. */
export const taskIdSchema = z.uuid().brand<'TaskId'>();
export type TaskId = z.infer<typeof taskIdSchema>;

/** Id of a disk for as long as this list of disks is shown; the identity behind it is re-read before anything is erased. */
export const diskIdSchema = z.string().min(1).max(256).brand<'DiskId'>();
export type DiskId = z.infer<typeof diskIdSchema>;

/** Id of a staged set: all volumes and descriptors that share one data key. 32 lower-case hexadecimal digits. */
export const setIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'SetId'>();
export type SetId = z.infer<typeof setIdSchema>;

/** Id of one recovery point of a set. 32 lower-case hexadecimal digits. */
export const recoveryPointIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'RecoveryPointId'>();
export type RecoveryPointId = z.infer<typeof recoveryPointIdSchema>;
