import { z } from 'zod';

/** What can go wrong with drives on their way and at the datacenter, for rehearsals. Kept in memory: a restart heals. */
export const datacenterFaultsSchema = z.strictObject({
  /** Days that parcels handed over from now on take longer. */
  parcelDelayDays: z.number().min(0).max(365),
  /** Drives that get lost from parcels. */
  lostDrives: z.array(z.string().max(64)).max(64),
  /** Drives whose key the datacenter types wrong. */
  wrongKeyDrives: z.array(z.string().max(64)).max(64),
  /** Drives whose first page range is read with a flipped bit. */
  corruptDrives: z.array(z.string().max(64)).max(64),
});
export type DatacenterFaults = Readonly<z.infer<typeof datacenterFaultsSchema>>;

export const noDatacenterFaults: DatacenterFaults = {
  parcelDelayDays: 0,
  lostDrives: [],
  wrongKeyDrives: [],
  corruptDrives: [],
};
