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
        /** Import job that takes the drive: 1 is the one at hand, 2 the next one. Absent when the drive is not needed. */
        package: z.int().min(1).max(64).optional(),
      }),
    )
    .max(64),
  unplaced: z.array(planFileSchema).max(100_000),
  unplacedBytes: bytesSchema,
  freeBytes: bytesSchema,
  fits: z.boolean(),
  drivesUsed: countSchema,
  /** Import jobs that the chosen drives make; each takes at most ten. */
  packages: countSchema,
  /** What is unplaced cannot join the last of these jobs, since it has all the drives it may have: it becomes one more job. */
  isLastPackageFull: z.boolean(),
  /** Smallest capacity a single further drive needs to hold what is left, overhead included; 0 when all fits. */
  furtherDriveBytes: bytesSchema,
});
export type CapacityPlan = Readonly<z.infer<typeof capacityPlanSchema>>;
