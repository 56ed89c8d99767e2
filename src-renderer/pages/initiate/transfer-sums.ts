/** Figures to choose between the line and the parcel. */
export interface TransferSums {
  /** `undefined` without a line speed. */
  readonly lineSeconds: number | undefined;
  readonly drives: number;
}

/** Drives are commonly bought in this size; the plan on Prepare Disks counts with the real ones. */
export const assumedDriveBytes = 4_000_000_000_000;
/** Room on a drive for files, after the file system, BitLocker and the manifest. */
const usableShare = 0.98;

/** A parcel there, and the datacenter's copying: 2-5 days on the road, 1-3 to be received, 7-10 to be copied (docs: R186, R187). */
export const parcelDays = { least: 12, most: 18 } as const;

/**
 * The sum for this job.
 * @param stagedBytes upper end of the estimate
 * @param megabitsPerSecond line speed, measured or typed
 */
export function transferSums(stagedBytes: number, megabitsPerSecond: number | undefined): TransferSums {
  const bytesPerSecond = ((megabitsPerSecond ?? 0) * 1_000_000) / 8;
  return {
    lineSeconds: bytesPerSecond > 0 ? stagedBytes / bytesPerSecond : undefined,
    drives: Math.max(1, Math.ceil(stagedBytes / (assumedDriveBytes * usableShare))),
  };
}
