import { z } from 'zod';
import { diskIdSchema } from './ids.ts';
import { bytesSchema, countSchema, fileNameSchema } from './scalars.ts';

/** Most drives that one import job takes (import-export.md 1.9). */
export const maximumDrivesPerJob = 10;

const planFileSchema = z.strictObject({ name: fileNameSchema, bytes: bytesSchema });

export const capacityPlanSchema = z.strictObject({
  drives: z
    .array(
      z.strictObject({
        diskId: diskIdSchema,
        usableBytes: bytesSchema,
        plannedBytes: bytesSchema,
        files: z.array(planFileSchema).max(100_000),
      }),
    )
    .max(64),
  unplaced: z.array(planFileSchema).max(100_000),
  unplacedBytes: bytesSchema,
  freeBytes: bytesSchema,
  fits: z.boolean(),
  drivesUsed: countSchema,
  /** Smallest capacity a single further drive needs to hold what is left, overhead included; 0 when all fits. */
  furtherDriveBytes: bytesSchema,
});
export type CapacityPlan = Readonly<z.infer<typeof capacityPlanSchema>>;
