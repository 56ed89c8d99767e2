import { z } from 'zod';
import { lineSchema } from './scalars.ts';

/** Where Microsoft sends the drives back to; required fields as the API asks (import-export.md 1.3). */
export const returnAddressSchema = z.strictObject({
  recipientName: lineSchema.min(1),
  streetAddress1: lineSchema.min(1),
  streetAddress2: lineSchema.optional(),
  city: lineSchema.min(1),
  stateOrProvince: lineSchema.optional(),
  postalCode: lineSchema.min(1),
  countryOrRegion: lineSchema.min(1),
  phone: lineSchema.min(1),
  email: lineSchema.min(3),
});
export type ReturnAddress = Readonly<z.infer<typeof returnAddressSchema>>;

/** Ship-to address as the import job gave it. Recorded answers hold blank fields, so all are optional (import-export.md 4.3). */
export const shipToAddressSchema = z.strictObject({
  recipientName: z.string().max(2048),
  streetAddress1: z.string().max(2048),
  streetAddress2: z.string().max(2048),
  city: lineSchema,
  stateOrProvince: lineSchema,
  postalCode: lineSchema,
  countryOrRegion: lineSchema,
  phone: lineSchema,
  notice: z.string().max(4096),
});
export type ShipToAddress = Readonly<z.infer<typeof shipToAddressSchema>>;

export const returnShippingSchema = z.strictObject({
  carrierName: lineSchema.min(1),
  carrierAccountNumber: lineSchema.min(1),
});
export type ReturnShipping = Readonly<z.infer<typeof returnShippingSchema>>;

export const deliveryPackageSchema = z.strictObject({
  carrierName: lineSchema.min(1),
  trackingNumber: lineSchema.min(1),
  driveCount: z.int().min(1).max(10),
  /** `yyyy-MM-dd` (import-export.md 1.3). */
  shipDate: z.iso.date(),
});
export type DeliveryPackage = Readonly<z.infer<typeof deliveryPackageSchema>>;
