import { z } from 'zod';
import { recoveryPointIdSchema, setIdSchema } from '../../../src-shared/domain/ids.ts';
import { formatName, formatVersion } from './constants.ts';
import { DamageError, VersionError } from './damage.ts';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const length = z.int().min(0);

const common = {
  format: z.literal(formatName),
  version: z.int().min(1),
  setId: setIdSchema,
  salt: hex(32),
};

const keySlotSchema = z.object({
  kind: z.literal('passphrase'),
  kdf: z.literal('scrypt'),
  n: z.int(),
  r: z.int(),
  p: z.int(),
  salt: hex(32),
  nonce: hex(12),
  wrappedKey: hex(32),
  tag: hex(16),
});

/** Page of a descriptor; also, without table and catalog, of an unfinished run. */
const runPageSchema = z.object({
  ...common,
  kind: z.literal('descriptor'),
  recoveryPointId: recoveryPointIdSchema,
  createdAt: z.iso.datetime(),
  creator: z.string().max(256),
  machineName: z.string().max(256),
  job: z.record(z.string().max(64), z.string().max(4096)),
  keySlots: z.array(keySlotSchema).min(1).max(16),
  /** Absolute paths as the source computer had them. */
  furtherFolders: z.array(z.string().max(32_767)).max(16).optional(),
});

const descriptorPageSchema = runPageSchema.extend({
  finishedAt: z.iso.datetime(),
  /** Start of the walk by the clock of the source computer; absent from other writers. */
  scanStartedAt: z.iso.datetime().optional(),
  totals: z.object({
    files: length,
    folders: length,
    sourceBytes: length,
    stagedBytes: length,
    skipped: length,
  }),
  volumeTable: z.object({ offset: length, length, sha256: hex(32) }),
  catalog: z.object({ offset: length, length, blocks: length, sha256: hex(32) }),
});

const volumePageSchema = z.object({
  ...common,
  kind: z.literal('volume'),
  volumeId: hex(16),
  number: z.int().min(1),
  createdAt: z.string().max(64),
  creator: z.string().max(256),
});

const trailerPageSchema = z.object({
  ...common,
  kind: z.literal('volumeTrailer'),
  volumeId: hex(16),
  contentBlocks: length,
  chunks: length,
  indexOffset: length,
  indexEnd: length,
});

/** Page of the catalog that a run keeps until its descriptor is written. */
const spoolPageSchema = z.object({
  ...common,
  kind: z.literal('catalogSpool'),
  scanStartedAt: z.iso.datetime(),
});

export type RunPage = Readonly<z.infer<typeof runPageSchema>>;
export type DescriptorPage = Readonly<z.infer<typeof descriptorPageSchema>>;
export type VolumePage = Readonly<z.infer<typeof volumePageSchema>>;
export type TrailerPage = Readonly<z.infer<typeof trailerPageSchema>>;
export type SpoolPage = Readonly<z.infer<typeof spoolPageSchema>>;

function parse<Schema extends z.ZodType>(schema: Schema, content: unknown): z.infer<Schema> {
  const frame = z.object({ format: z.literal(formatName), version: z.int() }).safeParse(content);
  if (!frame.success) throw new DamageError('page of another format');
  if (frame.data.version > formatVersion) throw new VersionError(frame.data.version);
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new DamageError('page lacks what its kind needs');
  return parsed.data;
}

/** `kind` of a page, when it is one of ours. */
export function pageKind(content: unknown): string | undefined {
  const parsed = z.object({ format: z.literal(formatName), kind: z.string() }).safeParse(content);
  return parsed.success ? parsed.data.kind : undefined;
}

/** Each throws DamageError or VersionError when the JSON is not such a page. */
export const parseRunPage = (content: unknown): RunPage => parse(runPageSchema, content);
export const parseDescriptorPage = (content: unknown): DescriptorPage => parse(descriptorPageSchema, content);
export const parseVolumePage = (content: unknown): VolumePage => parse(volumePageSchema, content);
export const parseTrailerPage = (content: unknown): TrailerPage => parse(trailerPageSchema, content);
export const parseSpoolPage = (content: unknown): SpoolPage => parse(spoolPageSchema, content);
