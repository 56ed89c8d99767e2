import { type CapacityPlan, maximumDrivesPerJob } from './capacity-plan.ts';
import type { DiskId } from './ids.ts';

/** A staged file as the plan sees it. */
export interface PlanFile {
  readonly name: string;
  readonly bytes: number;
}

/** A disk before it is formatted. */
export interface PlanDisk {
  readonly diskId: DiskId;
  readonly capacityBytes: number;
}

/** Longest page range that a drive manifest may hold (import-export.md 2.1). */
export const pageRangeBytes = 4 * 1024 * 1024;

const mebibyte = 1024 * 1024;
const clusterBytes = 4096;
/** One `PageRange` line with 14-digit offsets is below 120 bytes. */
const manifestBytesPerRange = 120;
const manifestBytesPerBlob = 1024;
const manifestFixedBytes = 4096;
/** Record of one file in the file system's own tables. */
const fileRecordBytes = 1024;

const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

/** Number of page ranges of a file: 4 MiB each, the last one shorter. */
export const pageRangeCount = (bytes: number): number => Math.ceil(bytes / pageRangeBytes);

/** Upper bound of what one file adds to the manifest of its drive. */
export function manifestBytesFor(file: PlanFile): number {
  return manifestBytesPerBlob + 4 * file.name.length + pageRangeCount(file.bytes) * manifestBytesPerRange;
}

/** What a file takes on a drive: its clusters, its record, its share of the manifest. */
export function fileCostBytes(file: PlanFile): number {
  return roundUp(file.bytes, clusterBytes) + fileRecordBytes + manifestBytesFor(file);
}

/**
 * What partition table, NTFS and BitLocker keep for themselves: at most 1 GiB (allocation bitmap of a 10 TB volume 0.3 GiB,
 * log, table of files, BitLocker metadata), less on the small drives of a rehearsal.
 */
export function fileSystemReserveBytes(capacityBytes: number): number {
  return Math.min(1024 * mebibyte, Math.max(4 * mebibyte, Math.ceil(capacityBytes / 32)));
}

/** What files and manifest may take of a disk of this size. */
export function usableBytesOf(capacityBytes: number): number {
  return Math.max(0, capacityBytes - fileSystemReserveBytes(capacityBytes) - manifestFixedBytes);
}

/** What files may still take of a mounted volume, leaving air for the manifest and the file system's growth. */
export function usableBytesOfVolume(freeBytes: number): number {
  return Math.max(0, freeBytes - Math.min(16 * mebibyte, Math.ceil(freeBytes / 128)) - manifestFixedBytes);
}

/** Smallest disk, in whole MiB, whose usable space is at least so many bytes. */
export function capacityFor(usableBytes: number): number {
  if (usableBytes === 0) return 0;
  const needed = usableBytes + manifestFixedBytes;
  // Solves capacity - reserve(capacity) >= needed in each of the three stretches of the reserve.
  const capacity = Math.max(
    needed + 4 * mebibyte,
    Math.min(needed + 1024 * mebibyte, Math.ceil((needed * 32) / 31) + 1),
  );
  return roundUp(capacity, mebibyte);
}

/** Largest first; equal lengths by name, so that a plan is the same every time. */
export function largestFirst<File extends PlanFile>(files: readonly File[]): File[] {
  return [...files].sort((one, other) => {
    if (one.bytes !== other.bytes) return other.bytes - one.bytes;
    return one.name < other.name ? -1 : Number(one.name > other.name);
  });
}

interface Bin {
  readonly diskId: DiskId;
  readonly usableBytes: number;
  readonly files: PlanFile[];
  plannedBytes: number;
}

/**
 * Says which file goes to which drive: first fit, largest files and largest drives first, so that few drives travel; drives that
 * are not needed stay empty and are not erased.
 * @param files everything that still has to be placed
 * @param disks chosen disks, in the order of the page; the answer keeps it
 * @param mostDrives how many drives may get files: ten, less those that the job has already
 */
export function planCapacity(
  files: readonly PlanFile[],
  disks: readonly PlanDisk[],
  mostDrives = maximumDrivesPerJob,
): CapacityPlan {
  const bins: Bin[] = disks.map((disk) => ({
    diskId: disk.diskId,
    usableBytes: usableBytesOf(disk.capacityBytes),
    files: [],
    plannedBytes: 0,
  }));
  const bySize = [...bins].sort((one, other) => other.usableBytes - one.usableBytes);
  const candidates = bySize.slice(0, Math.max(0, mostDrives));
  const unplaced: PlanFile[] = [];
  for (const { name, bytes } of largestFirst(files)) {
    const file = { name, bytes };
    const cost = fileCostBytes(file);
    const bin = candidates.find((candidate) => candidate.plannedBytes + cost <= candidate.usableBytes);
    if (bin === undefined) unplaced.push(file);
    else {
      bin.files.push(file);
      bin.plannedBytes += cost;
    }
  }
  const drivesUsed = bins.filter((bin) => bin.files.length > 0).length;
  return {
    ...totalsOf(bins, unplaced),
    drives: bins.map((bin) => (bin.files.length === 0 ? bin : { ...bin, package: 1 })),
    drivesUsed,
    packages: 1,
    isLastPackageFull: drivesUsed >= mostDrives,
  };
}

function totalsOf(
  bins: readonly Bin[],
  unplaced: PlanFile[],
): Pick<CapacityPlan, 'unplaced' | 'unplacedBytes' | 'freeBytes' | 'fits' | 'furtherDriveBytes'> {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    unplaced,
    unplacedBytes: sum(unplaced.map(({ bytes }) => bytes)),
    freeBytes: sum(bins.map(({ usableBytes, plannedBytes }) => usableBytes - plannedBytes)),
    fits: unplaced.length === 0,
    furtherDriveBytes: capacityFor(sum(unplaced.map(fileCostBytes))),
  };
}

/**
 * Plan over several import jobs: what does not fit on the drives of one goes to the next, whose drives are those that are left.
 * @param mostInFirst drives that the job at hand may still take
 */
export function planPackages(
  files: readonly PlanFile[],
  disks: readonly PlanDisk[],
  mostInFirst: number,
): CapacityPlan {
  let plan = planCapacity(files, disks, mostInFirst);
  while (!plan.fits && plan.isLastPackageFull) {
    const used = new Map(
      plan.drives.filter((drive) => drive.package !== undefined).map((d) => [d.diskId, d]),
    );
    const left = disks.filter(({ diskId }) => !used.has(diskId));
    const next = planCapacity(plan.unplaced, left);
    if (next.drivesUsed === 0) return plan;
    const number = plan.packages + 1;
    const drives = disks.map(({ diskId }) => {
      const drive = used.get(diskId) ?? next.drives.find((candidate) => candidate.diskId === diskId);
      if (drive === undefined) throw new RangeError(`No disk ${diskId} in the plan`);
      return used.has(diskId) || drive.package === undefined ? drive : { ...drive, package: number };
    });
    plan = {
      ...totalsOf(drives, next.unplaced),
      drives,
      drivesUsed: plan.drivesUsed + next.drivesUsed,
      packages: number,
      isLastPackageFull: next.isLastPackageFull,
    };
  }
  return plan;
}
