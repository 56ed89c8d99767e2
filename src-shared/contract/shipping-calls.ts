import { z } from 'zod';
import { deliveryPackageSchema, returnAddressSchema, returnShippingSchema } from '../domain/address.ts';
import { jobSnapshotSchema } from '../domain/job.ts';
import { pathSchema } from '../domain/scalars.ts';
import { call } from './define.ts';
import { jobInput } from './shapes.ts';

const jobId = jobInput.shape.jobId;

export const shippingDetailsSchema = z.strictObject({
  returnAddress: returnAddressSchema,
  returnShipping: returnShippingSchema,
  /** Absent while the operator has no tracking number yet: a normal way on (R174). */
  deliveryPackage: deliveryPackageSchema.optional(),
});
export type ShippingDetails = Readonly<z.infer<typeof shippingDetailsSchema>>;

export const shippingCalls = {
  /** Saves what is known and sends it to the import job; the job stays in Creating. */
  'shipping.save': call(z.strictObject({ jobId, details: shippingDetailsSchema }), jobSnapshotSchema),
  /** Commits: the operator typed `yes` under the review; the job becomes Shipping. */
  'shipping.commit': call(
    z.strictObject({ jobId, details: shippingDetailsSchema, typedText: z.string().max(16) }),
    jobSnapshotSchema,
  ),
  /** Writes the packing list and label sheet (HTML) into a folder. */
  'shipping.printSheet': call(
    z.strictObject({ jobId, folder: pathSchema }),
    z.strictObject({ path: pathSchema }),
  ),
} as const;
