import { z } from 'zod';
import { lineSchema } from './scalars.ts';

/** Prerequisite checks (anchors 3: a check is data and two functions). Words live under `readiness.<id>`. */
export const readinessCheckIds = [
  'stagingReachable',
  'stagingSpace',
  'stagingNotInSource',
  'attributesSaved',
  'signedIn',
  'subscriptionReachable',
  'providerRegistered',
  'storageAccountUsable',
  'containerReady',
  'vaultReady',
  'applicationRegistered',
  'elevated',
  'bitLockerAvailable',
  'azureReachable',
  'notSourceVirtualMachine',
] as const;
export const readinessCheckIdSchema = z.enum(readinessCheckIds);
export type ReadinessCheckId = z.infer<typeof readinessCheckIdSchema>;

export const readinessResultSchema = z.strictObject({
  id: readinessCheckIdSchema,
  state: z.enum(['pass', 'fail', 'warning', 'notApplicable']),
  /** Code of the finding under `readiness.<id>.<finding>`. */
  finding: lineSchema,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  canFix: z.boolean(),
});
export type ReadinessResult = Readonly<z.infer<typeof readinessResultSchema>>;
