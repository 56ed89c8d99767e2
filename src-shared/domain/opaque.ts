import { z } from 'zod';
import { bytesSchema, countSchema, lineSchema, pathSchema } from './scalars.ts';

/** Which blobs files become. MARS, DPM and MABS need page blobs (R139); block blobs are for everything else. */
export const blobKindSchema = z.enum(['page', 'block']);
export type BlobKind = z.infer<typeof blobKindSchema>;

/** What the datacenter does where a blob of that name is already (import-export.md 2.1). */
export const importDispositionSchema = z.enum(['no-overwrite', 'overwrite', 'rename']);

/** Most characters of a metadata or properties file: Azure takes 8 KiB of metadata for a blob. */
export const largestExtraCharacters = 16 * 1024;

/** A metadata or properties file that goes onto every drive (import-export.md 2.2), with its text as it was read. */
const opaqueExtraSchema = z.strictObject({
  path: pathSchema,
  text: z.string().max(largestExtraCharacters),
});
export type OpaqueExtra = Readonly<z.infer<typeof opaqueExtraSchema>>;

/** A folder that another program wrote. The wizard carries its files as they are and knows nothing of what is in them. */
export const opaqueSourceSchema = z.strictObject({
  sourcePath: pathSchema,
  blobKind: blobKindSchema,
  /** Virtual folder inside the container: empty, or ending with a slash. Kept as typed, even when a rule is broken. */
  prefix: z.string().max(256),
  disposition: importDispositionSchema,
  metadata: opaqueExtraSchema.optional(),
  properties: opaqueExtraSchema.optional(),
  /** What the folder held when its details were accepted. */
  files: countSchema,
  bytes: bytesSchema,
});
export type OpaqueSource = Readonly<z.infer<typeof opaqueSourceSchema>>;

/** Why a file of such a folder cannot be carried; words under `opaque.problems`. */
export const opaqueProblemCodes = [
  'notMultipleOf512',
  'tooLongForPages',
  'tooLongForBlocks',
  'nameNotPortable',
  'nameTooLong',
  'nameTaken',
  'partialName',
  'notAFile',
  'unreadable',
] as const;
export const opaqueProblemSchema = z.strictObject({
  /** Below the folder, `/` between the parts; shortened in the middle when it is very long. */
  file: z.string().max(1100),
  code: z.enum(opaqueProblemCodes),
  bytes: bytesSchema,
});
export type OpaqueProblem = Readonly<z.infer<typeof opaqueProblemSchema>>;
export type OpaqueProblemCode = OpaqueProblem['code'];

/** What was found in the folder. */
export const opaqueCheckSchema = z.strictObject({
  files: countSchema,
  bytes: bytesSchema,
  /** The first ones; `problemCount` has all. */
  problems: z.array(opaqueProblemSchema).max(200),
  problemCount: countSchema,
  /** Set when it is only lengths that keep the files from becoming page blobs. */
  blocksWouldDo: z.boolean(),
});
export type OpaqueCheck = Readonly<z.infer<typeof opaqueCheckSchema>>;

/** The part of the details that no drive carries. */
export const opaqueDestinationSchema = z.strictObject({
  storageAccount: lineSchema,
  resourceGroup: lineSchema,
  region: lineSchema,
  subscriptionId: lineSchema,
});
export type OpaqueDestination = Readonly<z.infer<typeof opaqueDestinationSchema>>;

/** What the operator fills in for such a folder, beside the offline details. */
export const opaqueSettingsSchema = z.strictObject({
  blobKind: blobKindSchema,
  prefix: opaqueSourceSchema.shape.prefix,
  disposition: importDispositionSchema,
  /** Empty: none. */
  metadataPath: z.string().max(32_767),
  propertiesPath: z.string().max(32_767),
  ...opaqueDestinationSchema.shape,
  container: lineSchema,
  importJobName: lineSchema,
});
export type OpaqueSettings = Readonly<z.infer<typeof opaqueSettingsSchema>>;
