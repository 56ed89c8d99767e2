import { z } from 'zod';
import { appErrorSchema } from '../errors/app-error.ts';
import {
  deliveryPackageSchema,
  returnAddressSchema,
  returnShippingSchema,
  shipToAddressSchema,
} from './address.ts';
import { cloudIdSchema } from './clouds.ts';
import { diskIdentitySchema } from './disks.ts';
import { jobIdSchema, recoveryPointIdSchema, setIdSchema } from './ids.ts';
import { driveImportSchema, importJobStateSchema } from './import-status.ts';
import { initiateDraftSchema } from './initiate-draft.ts';
import { opaqueSourceSchema } from './opaque.ts';
import { jobPackageSchema } from './packages.ts';
import {
  bytesSchema,
  countSchema,
  fileNameSchema,
  instantSchema,
  lineSchema,
  md5UpperHexSchema,
  pathSchema,
} from './scalars.ts';

/** Where a job stands. Later phases imply the earlier ones; a copy computer's record starts at `staged`. */
export const jobPhases = [
  'draft',
  'staging',
  'staged',
  'preparing',
  'prepared',
  'jobCreated',
  'shipped',
  'imported',
  'vaulted',
  'cleanedUp',
] as const;
export const jobPhaseSchema = z.enum(jobPhases);
export type JobPhase = z.infer<typeof jobPhaseSchema>;

/** Outcome of the newest check of a staging location. */
export const stagingCheckSchema = z.strictObject({
  finishedAt: instantSchema,
  /** True: every block was authenticated. False: every byte was compared with its checksums. */
  withPassphrase: z.boolean(),
  volumes: countSchema,
  bytes: bytesSchema,
  /** Files that are damaged or missing, by name. The count is whole. */
  damaged: z.array(z.strictObject({ file: lineSchema, state: z.enum(['damaged', 'missing']) })).max(100),
  damagedCount: countSchema,
});
export type StagingCheck = Readonly<z.infer<typeof stagingCheckSchema>>;

/** What is in the staging location. Everything the copy computer needs is in the descriptor too, readable without passphrase. */
export const stagingRecordSchema = z.strictObject({
  stagingPath: pathSchema,
  setId: setIdSchema,
  recoveryPointId: recoveryPointIdSchema,
  descriptorFile: lineSchema,
  machineName: lineSchema,
  sourceIsVirtualMachine: z.boolean().optional(),
  startedAt: instantSchema,
  finishedAt: instantSchema.optional(),
  files: countSchema,
  folders: countSchema,
  sourceBytes: bytesSchema,
  stagedBytes: bytesSchema,
  volumes: countSchema,
  skippedFiles: countSchema,
  reportFile: lineSchema.optional(),
  /** Folders that took volumes when `stagingPath` was full, as the source computer spells them. */
  furtherFolders: z.array(pathSchema).max(16).optional(),
  check: stagingCheckSchema.optional(),
});
export type StagingRecord = Readonly<z.infer<typeof stagingRecordSchema>>;

export const preparedDriveStateSchema = z.enum([
  'waiting',
  'clearing',
  'formatting',
  'encrypting',
  'copying',
  'verifying',
  'writingManifest',
  'ready',
  'failed',
  'stopped',
]);
export type PreparedDriveState = z.infer<typeof preparedDriveStateSchema>;

export const preparedDriveSchema = z.strictObject({
  identity: diskIdentitySchema,
  letter: lineSchema.optional(),
  state: preparedDriveStateSchema,
  files: z
    .array(z.strictObject({ name: fileNameSchema, bytes: bytesSchema, verified: z.boolean() }))
    .max(100_000),
  bytes: bytesSchema,
  verifiedBytes: bytesSchema,
  /** Path on the drive with a leading backslash, as the import job wants it. */
  manifestFile: lineSchema.optional(),
  manifestMd5: md5UpperHexSchema.optional(),
  /** Reference into the secret store; never the key itself. */
  recoveryPasswordRef: lineSchema.optional(),
  /** `device`: read back from the device; `cached`: the system cache may have answered. */
  readBack: z.enum(['device', 'cached']).optional(),
  /** Where the drive can be read right now, while it is attached. */
  rootPath: pathSchema.optional(),
  error: appErrorSchema.optional(),
});
export type PreparedDrive = Readonly<z.infer<typeof preparedDriveSchema>>;

export const importJobRecordSchema = z.strictObject({
  name: lineSchema,
  subscriptionId: lineSchema,
  resourceGroup: lineSchema,
  location: lineSchema,
  storageAccount: lineSchema,
  container: lineSchema,
  createdAt: instantSchema,
  shipTo: shipToAddressSchema,
  carriers: z.array(lineSchema).max(32),
});
export type ImportJobRecord = Readonly<z.infer<typeof importJobRecordSchema>>;

export const shippingRecordSchema = z.strictObject({
  returnAddress: returnAddressSchema.optional(),
  returnShipping: returnShippingSchema.optional(),
  deliveryPackage: deliveryPackageSchema.optional(),
  /** Set when the operator committed by typing `yes` and the service accepted it. */
  committedAt: instantSchema.optional(),
  /** Local copy of what was sent (R181). */
  receiptFile: pathSchema.optional(),
  lastUpdateSentAt: instantSchema.optional(),
});
export type ShippingRecord = Readonly<z.infer<typeof shippingRecordSchema>>;

export const monitorRecordSchema = z.strictObject({
  state: importJobStateSchema,
  percentComplete: z.number().min(0).max(100),
  history: z.array(z.strictObject({ state: importJobStateSchema, seenAt: instantSchema })).max(100),
  drives: z.array(driveImportSchema).max(10),
  lastAskedAt: instantSchema,
});
export type MonitorRecord = Readonly<z.infer<typeof monitorRecordSchema>>;

export const recoveryPointSummarySchema = z.strictObject({
  id: recoveryPointIdSchema,
  createdAt: instantSchema,
  kind: z.enum(['initial', 'incremental']),
  files: countSchema,
  sourceBytes: bytesSchema,
  /** Bytes that this point added to the vault. */
  addedBytes: bytesSchema,
  /** Name of its descriptor in the vault container, without the job's prefix. */
  descriptorFile: lineSchema.optional(),
});
export type RecoveryPointSummary = Readonly<z.infer<typeof recoveryPointSummarySchema>>;

export const vaultRecordSchema = z.strictObject({
  vaultName: lineSchema,
  container: lineSchema,
  /** Moment of the next scheduled backup, when the seed moves by itself (R192). */
  nextRunAt: instantSchema.optional(),
  copiedAt: instantSchema.optional(),
  /** Every byte was read back from the vault and matched. Clean-up needs it. */
  verifiedAt: instantSchema.optional(),
  points: z.array(recoveryPointSummarySchema).max(10_000),
  cleanedUpAt: instantSchema.optional(),
  cleanedUp: z.array(lineSchema).max(1000).optional(),
});
export type VaultRecord = Readonly<z.infer<typeof vaultRecordSchema>>;

/** The durable truth about one job; the renderer shows a projection of it. Secrets appear as references only. */
export const jobSnapshotSchema = z.strictObject({
  id: jobIdSchema,
  /** `source`: this computer wrote staging. `copy`: this computer only prepares disks. */
  role: z.enum(['source', 'copy']),
  cloudId: cloudIdSchema,
  machineName: lineSchema,
  createdAt: instantSchema,
  updatedAt: instantSchema,
  phase: jobPhaseSchema,
  draft: initiateDraftSchema,
  /** Folders that were added while the backup waited for space; the last one takes new volumes. */
  furtherStagingFolders: z.array(pathSchema).max(16).optional(),
  /** Tells the staging location of the last run from another folder that bears its path later. */
  stagingFolder: lineSchema.optional(),
  staging: stagingRecordSchema.optional(),
  /** Instead of `staging`: a folder of another program. */
  opaque: opaqueSourceSchema.optional(),
  /** Present in the records of the second and further import jobs of one set. */
  package: jobPackageSchema.optional(),
  drives: z.array(preparedDriveSchema).max(10),
  importJob: importJobRecordSchema.optional(),
  shipping: shippingRecordSchema.optional(),
  monitor: monitorRecordSchema.optional(),
  vault: vaultRecordSchema.optional(),
});
export type JobSnapshot = Readonly<z.infer<typeof jobSnapshotSchema>>;

/** True when the job has reached a phase or is beyond it. */
export function hasReached(job: Pick<JobSnapshot, 'phase'>, phase: JobPhase): boolean {
  return jobPhases.indexOf(job.phase) >= jobPhases.indexOf(phase);
}
