import { z } from 'zod';
import { diskIdSchema } from './ids.ts';
import { bytesSchema, lineSchema, pathSchema } from './scalars.ts';

export const busTypeSchema = z.enum([
  'sata',
  'sas',
  'ata',
  'nvme',
  'usb',
  'raid',
  'virtual',
  'spaces',
  'iscsi',
  'unknown',
]);
export type BusType = z.infer<typeof busTypeSchema>;

export const bitLockerStateSchema = z.enum(['off', 'encrypting', 'on', 'suspended', 'locked', 'unknown']);
export type BitLockerState = z.infer<typeof bitLockerStateSchema>;

/** A volume on a disk, as the system shows it. */
export const diskVolumeSchema = z.strictObject({
  letter: z
    .string()
    .regex(/^[A-Z]$/)
    .optional(),
  label: lineSchema,
  fileSystem: lineSchema,
  sizeBytes: bytesSchema,
  usedBytes: bytesSchema,
  firstFolders: z.array(lineSchema).max(8),
  bitLocker: bitLockerStateSchema,
});
export type DiskVolume = Readonly<z.infer<typeof diskVolumeSchema>>;

/** What must still be true of a disk right before it is cleared, formatted or encrypted (design 3.7). */
export const diskIdentitySchema = z.strictObject({
  uniqueId: lineSchema,
  serial: lineSchema,
  model: lineSchema,
  bus: busTypeSchema,
  sizeBytes: bytesSchema,
});
export type DiskIdentity = Readonly<z.infer<typeof diskIdentitySchema>>;

/** Facts of one disk, as the platform read them; no judgement. */
export const diskFactsSchema = z.strictObject({
  id: diskIdSchema,
  /** Number the system gives it ("Disk 3"). */
  number: z.int().min(0).max(4096),
  identity: diskIdentitySchema,
  logicalSectorBytes: z.int().min(0).max(65_536),
  isRemovable: z.boolean(),
  isBehindUsbAdapter: z.boolean(),
  isReadOnly: z.boolean(),
  isOffline: z.boolean(),
  /** Backs the running system: system, boot, page-file or crash-dump volume, resolved as a fact, never guessed. */
  backsSystem: z.boolean(),
  isPractice: z.boolean(),
  volumes: z.array(diskVolumeSchema).max(128),
  /** Mount points and letters as absolute paths: what staging and source paths are compared with. */
  mountPaths: z.array(pathSchema).max(128),
});
export type DiskFacts = Readonly<z.infer<typeof diskFactsSchema>>;

/** Reasons not to use a disk (blockers) and reasons to look twice (warnings). Codes only; words live in the locale files. */
export const diskBlockerCodes = [
  'disk.backsSystem',
  'disk.holdsStaging',
  'disk.holdsSource',
  'disk.readOnly',
  'disk.offline',
  'disk.sector4096',
  'disk.removableStick',
  'disk.virtual',
  'disk.notSata',
  'disk.noSerial',
  'disk.duplicateSerial',
  'disk.inOtherJob',
] as const;
export const diskWarningCodes = [
  'disk.usbAdapter',
  'disk.behindController',
  'disk.over10TB',
  'disk.holdsData',
] as const;
export const diskFindingSchema = z.strictObject({
  severity: z.enum(['blocker', 'warning']),
  code: z.enum([...diskBlockerCodes, ...diskWarningCodes]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type DiskFinding = Readonly<z.infer<typeof diskFindingSchema>>;

export const judgedDiskSchema = z.strictObject({
  facts: diskFactsSchema,
  findings: z.array(diskFindingSchema).max(32),
  usable: z.boolean(),
});
export type JudgedDisk = Readonly<z.infer<typeof judgedDiskSchema>>;
