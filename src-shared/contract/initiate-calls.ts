import { z } from 'zod';
import { initiateDraftSchema } from '../domain/initiate-draft.ts';
import { jobSnapshotSchema } from '../domain/job.ts';
import { readinessCheckIdSchema, readinessResultSchema } from '../domain/readiness.ts';
import { bytesSchema, countSchema, lineSchema, pathSchema } from '../domain/scalars.ts';
import { speedSettingsSchema } from '../domain/speed-limits.ts';
import { call } from './define.ts';
import { done, jobInput, passphraseSchema, taskStarted } from './shapes.ts';

const jobId = jobInput.shape.jobId;

export const estimateSchema = z.strictObject({
  files: countSchema,
  folders: countSchema,
  sourceBytes: bytesSchema,
  excludedFiles: countSchema,
  excludedBytes: bytesSchema,
  /** Expected bytes in staging as a range, from compressing samples; both ends include encryption and catalog overhead. */
  stagedBytesLow: bytesSchema,
  stagedBytesHigh: bytesSchema,
  unreadable: countSchema,
  /** Per exclusion, in the order of the draft: files that it decided about, left out or kept, and their bytes. */
  rules: z
    .array(z.strictObject({ files: countSchema, bytes: bytesSchema }))
    .max(1000)
    .optional(),
  finished: z.boolean(),
});
export type Estimate = Readonly<z.infer<typeof estimateSchema>>;

export const subscriptionChoiceSchema = z.strictObject({
  id: lineSchema,
  name: lineSchema,
  tenantId: lineSchema,
});
export type SubscriptionChoice = Readonly<z.infer<typeof subscriptionChoiceSchema>>;

export const storageAccountChoiceSchema = z.strictObject({
  name: lineSchema,
  resourceGroup: lineSchema,
  region: lineSchema,
  kind: lineSchema,
  /** Why the account cannot take the seed; absent when it can. */
  blocker: z.enum(['kindBlobStorage', 'premium']).optional(),
});
export type StorageAccountChoice = Readonly<z.infer<typeof storageAccountChoiceSchema>>;

export const vaultChoiceSchema = z.strictObject({
  name: lineSchema,
  resourceGroup: lineSchema,
  region: lineSchema,
  redundancy: lineSchema,
});
export type VaultChoice = Readonly<z.infer<typeof vaultChoiceSchema>>;

/** Initiate: the draft, its rules against the real world, and Back Up. */
export const initiateCalls = {
  'initiate.saveDraft': call(z.strictObject({ jobId, draft: initiateDraftSchema }), jobSnapshotSchema),
  /** Walks the selection and samples it; answers what is known after at most a few seconds, the task goes on. */
  'initiate.estimate': call(jobInput, estimateSchema),
  'initiate.checkStaging': call(
    z.strictObject({ jobId, path: pathSchema }),
    z.strictObject({ freeBytes: bytesSchema, fileSystem: lineSchema, isNetworkPath: z.boolean() }),
  ),
  'initiate.measureLine': call(jobInput, z.strictObject({ megabitsPerSecond: z.number().min(0) })),
  'initiate.subscriptions': call(jobInput, z.array(subscriptionChoiceSchema).max(1000)),
  'initiate.storageAccounts': call(
    z.strictObject({ jobId, subscriptionId: lineSchema }),
    z.array(storageAccountChoiceSchema).max(1000),
  ),
  'initiate.containers': call(
    z.strictObject({
      jobId,
      subscriptionId: lineSchema,
      resourceGroup: lineSchema,
      storageAccount: lineSchema,
    }),
    z.array(lineSchema).max(5000),
  ),
  'initiate.vaults': call(
    z.strictObject({ jobId, subscriptionId: lineSchema }),
    z.array(vaultChoiceSchema).max(1000),
  ),
  'initiate.readiness': call(jobInput, z.array(readinessResultSchema).max(32)),
  'initiate.fixReadiness': call(
    z.strictObject({ jobId, checkId: readinessCheckIdSchema }),
    z.array(readinessResultSchema).max(32),
  ),
  'initiate.generatePassphrase': call(jobInput, z.strictObject({ passphrase: passphraseSchema })),
  /** Writes the passphrase sheet where the operator says; refused inside the staging location or the source. */
  'initiate.savePassphraseSheet': call(
    z.strictObject({ jobId, folder: pathSchema, passphrase: passphraseSchema }),
    z.strictObject({ path: pathSchema }),
  ),
  /** Back Up: writes the initial backup into the staging location, or goes on with an interrupted one. */
  'initiate.backUp': call(z.strictObject({ jobId, passphrase: passphraseSchema }), taskStarted),
  /**
   * Gives a backup whose staging location is full another folder for its volumes; one that waits goes on at once. Description and
   * catalog stay where they are.
   */
  'initiate.addStagingFolder': call(z.strictObject({ jobId, path: pathSchema }), jobSnapshotSchema),
  /** How much the backup may take of this computer; a running one follows at once. */
  'initiate.setSpeed': call(z.strictObject({ jobId, speed: speedSettingsSchema }), jobSnapshotSchema),
  /**
   * Replaces the passphrase of the staged backup; copies on drives or in the vault keep the old one. Errors name
   * `currentPassphrase` or `newPassphrase`.
   */
  'initiate.changePassphrase': call(
    z.strictObject({ jobId, currentPassphrase: passphraseSchema, newPassphrase: passphraseSchema }),
    done,
  ),
  /** Reads the whole staging location back. With the passphrase every block is authenticated, without it checksums are compared. */
  'initiate.verifyStaging': call(
    z.strictObject({ jobId, passphrase: passphraseSchema.optional() }),
    taskStarted,
  ),
} as const;
