import { join } from 'node:path';
import { z } from 'zod';
import { busTypeSchema, type DiskIdentity } from '../../../src-shared/domain/disks.ts';
import { bytesSchema, lineSchema } from '../../../src-shared/domain/scalars.ts';
import { readStateFile, writeStateFile } from '../world/state-file.ts';

/** Where a practice drive is. Only drives that are `here` show up in the list of disks. */
export const driveLocationSchema = z.enum(['here', 'parcel', 'datacenter', 'returned']);
export type DriveLocation = z.infer<typeof driveLocationSchema>;

/**
 * State of the drive's lock. `locking` and `unlocking` are found only after a kill in between; whoever next needs the volume
 * finishes the step (see `lock-volume.ts`).
 */
export const practiceLockStateSchema = z.enum(['off', 'unlocked', 'locking', 'locked', 'unlocking']);

export const lockVerifierSchema = z.strictObject({
  algorithm: z.literal('pbkdf2-sha256'),
  iterations: z.int().min(10_000).max(10_000_000),
  /** 16 bytes, lower-case hexadecimal. */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  /** First 32 bytes of the derived 64, lower-case hexadecimal. */
  verifier: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LockVerifier = Readonly<z.infer<typeof lockVerifierSchema>>;

/** Content of `drive.json`, described for other programs in docs/practice.md. */
export const driveRecordSchema = z.strictObject({
  format: z.literal('practice-drive'),
  version: z.literal(1),
  number: z.int().min(0).max(4096),
  uniqueId: lineSchema.min(1),
  serial: z.string().regex(/^[A-Z0-9]{1,32}$/),
  model: lineSchema,
  bus: busTypeSchema,
  sizeBytes: bytesSchema,
  logicalSectorBytes: z.int().min(0).max(65_536),
  removable: z.boolean(),
  usbAdapter: z.boolean(),
  readOnly: z.boolean(),
  offline: z.boolean(),
  backsSystem: z.boolean(),
  location: driveLocationSchema,
  /** Letter that the drive's volume gets on this computer. */
  letter: z.string().regex(/^[A-Z]$/),
  /** Absent: the drive has no volume. */
  volume: z.strictObject({ label: lineSchema, fileSystem: lineSchema }).optional(),
  lockState: practiceLockStateSchema,
  lock: lockVerifierSchema.optional(),
});
export type DriveRecord = Readonly<z.infer<typeof driveRecordSchema>>;

/** Names inside the folder of a drive. */
export const drivePaths = (driveFolder: string) => ({
  record: join(driveFolder, 'drive.json'),
  /** Files of the volume by their names; there while the volume is open. */
  volume: join(driveFolder, 'volume'),
  /** The same files under random names; there while the volume is locked. */
  sealed: join(driveFolder, 'sealed'),
  sealedNames: join(driveFolder, 'names.sealed.json'),
  /** Key of the name map; there while the volume is open, as a system holds a volume's key in memory. */
  openKey: join(driveFolder, 'open.key'),
});

export async function readDriveRecord(driveFolder: string): Promise<DriveRecord | undefined> {
  return readStateFile(drivePaths(driveFolder).record, driveRecordSchema);
}

export async function writeDriveRecord(driveFolder: string, record: DriveRecord): Promise<void> {
  await writeStateFile(drivePaths(driveFolder).record, record);
}

export function identityOf(record: DriveRecord): DiskIdentity {
  const { uniqueId, serial, model, bus, sizeBytes } = record;
  return { uniqueId, serial, model, bus, sizeBytes };
}
