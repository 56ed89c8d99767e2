import { z } from 'zod';
import { returnAddressSchema } from '../domain/address.ts';
import { capacityPlanSchema } from '../domain/capacity-plan.ts';
import { diskIdentitySchema, judgedDiskSchema } from '../domain/disks.ts';
import { diskIdSchema, jobIdSchema, setIdSchema } from '../domain/ids.ts';
import { jobSnapshotSchema } from '../domain/job.ts';
import { readinessResultSchema } from '../domain/readiness.ts';
import { bytesSchema, countSchema, instantSchema, lineSchema, pathSchema } from '../domain/scalars.ts';
import { taskWarningSchema } from '../domain/tasks.ts';
import { appErrorSchema } from '../errors/app-error.ts';
import { call } from './define.ts';
import { done, jobInput, taskStarted } from './shapes.ts';

const jobId = jobInput.shape.jobId;

/** A job found in a staging location, as its descriptor says without the passphrase. */
export const stagedJobSchema = z.strictObject({
  setId: setIdSchema,
  importJobName: lineSchema,
  machineName: lineSchema,
  createdAt: instantSchema,
  stagedBytes: bytesSchema,
  volumes: countSchema,
  descriptorFile: lineSchema,
  /** Record on this computer, when there is one already. */
  jobId: jobIdSchema.optional(),
});
export type StagedJob = Readonly<z.infer<typeof stagedJobSchema>>;

/** What a disk is prepared with: a ticket for erasing it, or the key of a drive that is encrypted already. */
export const diskChoiceSchema = z.union([
  z.strictObject({ diskId: diskIdSchema, eraseTicket: z.string().min(16).max(128) }),
  z.strictObject({ diskId: diskIdSchema, existingRecoveryPassword: z.string().min(1).max(64) }),
]);
export type DiskChoice = Readonly<z.infer<typeof diskChoiceSchema>>;

/** An attached drive that this computer has a key for, and what is on it. */
export const recoveredDriveSchema = z.strictObject({
  serial: lineSchema,
  files: countSchema,
  bytes: bytesSchema,
  remarks: z.array(taskWarningSchema).max(10_000),
  /** Why it was not taken in. */
  error: appErrorSchema.optional(),
});
export type RecoveredDrive = Readonly<z.infer<typeof recoveredDriveSchema>>;

export const prepareDisksCalls = {
  'prepareDisks.inspectStaging': call(
    z.strictObject({ stagingPath: pathSchema }),
    z.strictObject({ jobs: z.array(stagedJobSchema).max(1000) }),
  ),
  /** Takes a job found in staging into this computer's list, or opens the record that is there. */
  'prepareDisks.openStagedJob': call(
    z.strictObject({ stagingPath: pathSchema, setId: setIdSchema }),
    jobSnapshotSchema,
  ),
  /** Takes drives in again that an earlier session wrote and the record of the job does not know. */
  'prepareDisks.recoverDrives': call(
    jobInput,
    z.strictObject({ job: jobSnapshotSchema, found: z.array(recoveredDriveSchema).max(256) }),
  ),
  'prepareDisks.readiness': call(jobInput, z.array(readinessResultSchema).max(32)),
  /** Every disk with its findings. When reading fails, the last list with its age and the reason. */
  'prepareDisks.listDisks': call(
    jobInput,
    z.strictObject({
      disks: z.array(judgedDiskSchema).max(256),
      readAt: instantSchema,
      error: appErrorSchema.optional(),
    }),
  ),
  'prepareDisks.plan': call(
    z.strictObject({ jobId, diskIds: z.array(diskIdSchema).max(64) }),
    capacityPlanSchema,
  ),
  /** What the operator has to type before this disk may be erased; the identity is what the page must show. */
  'prepareDisks.requestErase': call(
    z.strictObject({ jobId, diskId: diskIdSchema }),
    z.strictObject({
      challengeId: z.string().min(16).max(128),
      identity: diskIdentitySchema,
      /** Number of last serial characters to type. */
      serialCharacters: z.int().min(1).max(64),
      volumes: judgedDiskSchema.shape.facts.shape.volumes,
    }),
  ),
  'prepareDisks.confirmErase': call(
    z.strictObject({ challengeId: z.string().min(16).max(128), typedText: lineSchema }),
    z.strictObject({ eraseTicket: z.string().min(16).max(128), validUntil: instantSchema }),
  ),
  /** Starts preparing, or resumes an interrupted session. Without disks it goes on with those of the session. */
  'prepareDisks.start': call(
    z.strictObject({ jobId, disks: z.array(diskChoiceSchema).max(10) }),
    taskStarted,
  ),
  /** Adds a drive to the running session, at the prompt for more space or at any time. */
  'prepareDisks.addDisk': call(z.strictObject({ jobId, disk: diskChoiceSchema }), done),
  'prepareDisks.stopDisk': call(z.strictObject({ jobId, serial: lineSchema }), done),
  'prepareDisks.createImportJob': call(
    z.strictObject({ jobId, contact: returnAddressSchema }),
    jobSnapshotSchema,
  ),
  /** Drives, manifest hashes and sealed keys in a file, for a computer with a network that creates the import job. */
  'prepareDisks.exportDriveKeys': call(
    z.strictObject({ jobId, folder: pathSchema, passphrase: z.string().max(256) }),
    z.strictObject({ path: pathSchema }),
  ),
  'prepareDisks.importDriveKeys': call(
    z.strictObject({ jobId, path: pathSchema, passphrase: z.string().max(256) }),
    jobSnapshotSchema,
  ),
  /** Shows a drive's key for a moment; the page drops it after `hideAfterSeconds`. */
  'prepareDisks.revealRecoveryPassword': call(
    z.strictObject({ jobId, serial: lineSchema }),
    z.strictObject({ recoveryPassword: z.string().max(64), hideAfterSeconds: z.int().min(1).max(300) }),
  ),
} as const;
