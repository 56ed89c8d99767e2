/** @file Request models of Microsoft.ImportExport 2021-01-01 (import-export.md 1.3). */
import { z } from 'zod';

const text = z.string();
const required = (name: string): z.ZodString =>
  z.string({ error: `${name} is required.` }).min(1, `${name} is required.`);
/** Blank texts mean "not set": the service answers them as such, and clients send them. */
const optionalText = text.nullish().transform((value) => value ?? undefined);

const returnAddressSchema = z.object({
  recipientName: required('recipientName'),
  streetAddress1: required('streetAddress1'),
  streetAddress2: optionalText.transform((value) => value ?? ''),
  city: required('city'),
  stateOrProvince: optionalText,
  postalCode: required('postalCode'),
  countryOrRegion: required('countryOrRegion'),
  phone: required('phone'),
  email: required('email'),
});

const returnShippingSchema = z.object({
  carrierName: required('carrierName'),
  carrierAccountNumber: required('carrierAccountNumber'),
});

const deliveryPackageSchema = z.object({
  carrierName: required('carrierName'),
  trackingNumber: required('trackingNumber'),
  driveCount: z.int().nonnegative().optional(),
  shipDate: text.optional(),
});

const driveSchema = z.object({
  driveId: required('driveId'),
  bitLockerKey: text.optional(),
  manifestFile: text.optional(),
  manifestHash: text.optional(),
  driveHeaderHash: text.optional(),
});
export type SentDrive = z.infer<typeof driveSchema>;

/** Up to ten drives make one job (1.9). */
const driveListSchema = z
  .array(driveSchema)
  .max(10, 'A job can have at most 10 drives.')
  .refine((drives) => new Set(drives.map(({ driveId }) => driveId.toLowerCase())).size === drives.length, {
    error: 'Every driveId may appear only once.',
  });

const exportSchema = z.object({
  blobList: z
    .object({ blobPath: z.array(text).optional(), blobPathPrefix: z.array(text).optional() })
    .optional(),
  blobListBlobPath: text.optional(),
});

const encryptionKeySchema = z
  .object({
    kekType: z.enum(['MicrosoftManaged', 'CustomerManaged']).default('MicrosoftManaged'),
    kekUrl: text.optional(),
    kekVaultResourceID: text.optional(),
  })
  .refine(
    ({ kekType, kekUrl, kekVaultResourceID }) =>
      kekType === 'MicrosoftManaged' || (kekUrl && kekVaultResourceID),
    {
      error: 'A customer-managed key needs kekUrl and kekVaultResourceID.',
    },
  );

const logLevelSchema = text.refine((value) => ['error', 'verbose'].includes(value.toLowerCase()), {
  error: "logLevel must be 'Error' or 'Verbose'.",
});

/** What PATCH may change; the rest needs a new PUT (1.7). */
const changeableFields = {
  cancelRequested: z.boolean().optional(),
  /** The only value a client may ask for is Shipping; `""` means no change. */
  state: text.optional(),
  returnAddress: returnAddressSchema.optional(),
  returnShipping: returnShippingSchema.optional(),
  deliveryPackage: deliveryPackageSchema.optional(),
  logLevel: logLevelSchema.optional(),
  backupDriveManifest: z.boolean().optional(),
  driveList: driveListSchema.optional(),
};

const accountIdPattern =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.(Classic)?Storage\/storageAccounts\/[^/]+$/i;

const jobDetailsSchema = z
  .object({
    ...changeableFields,
    storageAccountId: required('storageAccountId').regex(
      accountIdPattern,
      'storageAccountId is not the id of a storage account.',
    ),
    jobType: z.enum(['Import', 'Export'], { error: "jobType must be 'Import' or 'Export'." }),
    diagnosticsPath: text.min(1).optional(),
    export: exportSchema.optional(),
    encryptionKey: encryptionKeySchema.optional(),
  })
  .refine(({ jobType, driveList }) => jobType === 'Export' || (driveList ?? []).length > 0, {
    path: ['driveList'],
    error: 'An import job needs at least one drive.',
  })
  .refine(({ jobType, export: blobs }) => jobType === 'Import' || blobs !== undefined, {
    path: ['export'],
    error: 'An export job needs a list of blobs.',
  });

const tagsSchema = z
  .record(z.string(), z.string())
  .nullish()
  .transform((tags) => tags ?? undefined);

/** Body of Jobs_Create. */
export const putJobSchema = z.object({
  location: required('location'),
  tags: tagsSchema,
  properties: jobDetailsSchema,
  identity: z.object({ type: z.enum(['None', 'SystemAssigned', 'UserAssigned']).default('None') }).optional(),
});
export type PutJob = z.infer<typeof putJobSchema>;
export type JobDetails = PutJob['properties'];

/** Body of Jobs_Update. */
export const updateJobSchema = z.object({
  tags: tagsSchema,
  properties: z.object(changeableFields).default({}),
});
export type UpdateJob = z.infer<typeof updateJobSchema>;
export type JobChanges = UpdateJob['properties'];

/** Classic resource name rule: 2 to 64 letters, digits and hyphens, a letter first (1.9). */
export const jobNamePattern = /^[A-Za-z][A-Za-z0-9-]{1,63}$/;
