import { z } from 'zod';
import type { PracticeStatus } from '../../../src-shared/contract/app-calls.ts';
import type { Parcel } from '../../platform/ports/courier.ts';
import { type DatacenterFaults, datacenterFaultsSchema } from '../datacenter/datacenter-faults.ts';

const serialSchema = z.string().min(1).max(64);
const targetSchema = z.enum(['resourceManager', 'graph', 'blob']);

/** What shall go wrong. Only what is named changes. */
export const faultRequestSchema = z.strictObject({
  datacenter: datacenterFaultsSchema.partial().optional(),
  azure: z
    .strictObject({
      clear: z.literal(true).optional(),
      revokeSignIns: z.literal(true).optional(),
      throttleNext: z
        .strictObject({ count: z.int().min(1).max(1000), target: targetSchema.optional() })
        .optional(),
      failNext: z
        .strictObject({
          count: z.int().min(1).max(1000),
          status: z.int().min(400).max(599),
          target: targetSchema.optional(),
        })
        .optional(),
      unreachableForMilliseconds: z.int().min(0).max(3_600_000).optional(),
    })
    .optional(),
  drives: z
    .strictObject({
      unplug: z.array(serialSchema).max(64).optional(),
      plugBack: z.array(serialSchema).max(64).optional(),
      change: z
        .array(
          z.strictObject({
            serial: serialSchema,
            readOnly: z.boolean().optional(),
            sizeBytes: z.int().min(0).optional(),
          }),
        )
        .max(64)
        .optional(),
    })
    .optional(),
});
export type FaultRequest = Readonly<z.infer<typeof faultRequestSchema>>;

export const advanceSchema = z.union([
  z.strictObject({ to: z.literal('nextEvent') }),
  z.strictObject({ to: z.literal('hours'), hours: z.int().min(1).max(2400) }),
]);
export type AdvanceStep = Readonly<z.infer<typeof advanceSchema>>;

/** What can be done to a practice world, by the process that owns it or over its control interface. */
export interface PracticeControl {
  /** @throws AppError `practice.azureUnreachable`, as does everything below, when the world is another process and gone */
  status(): Promise<PracticeStatus>;
  /**
   * Moves the clock to the next event, or by hours through all events on the way. While the datacenter copies, the next event is
   * the end of the copying: this then waits for it, up to twenty seconds of real time.
   */
  advance(step: AdvanceStep): Promise<PracticeStatus>;
  attachDrive(sizeBytes: number): Promise<void>;
  registerParcel(parcel: Parcel): Promise<void>;
  faults(): Promise<DatacenterFaults>;
  setFaults(request: FaultRequest): Promise<void>;
  /** Tells when clock or next event moved. @returns a function that ends the subscription */
  onChange(listener: (status: PracticeStatus) => void): () => void;
}
