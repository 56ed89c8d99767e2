import { describe, expect, it } from 'vitest';
import { capacityPlanSchema } from './capacity-plan.ts';
import {
  capacityFor,
  fileCostBytes,
  type PlanDisk,
  type PlanFile,
  planCapacity,
  planPackages,
  usableBytesOf,
} from './capacity-planning.ts';
import { diskIdSchema } from './ids.ts';

const mebibyte = 1024 * 1024;
const diskOf = (name: string, capacityBytes: number): PlanDisk => ({
  diskId: diskIdSchema.parse(name),
  capacityBytes,
});

/** Small repeatable generator, so that a failing case can be run again. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('planCapacity', () => {
  it.each(Array.from({ length: 60 }, (_, index) => index + 1))('keeps its promises, case %i', (seed) => {
    const random = randomNumbers(seed);
    const files: PlanFile[] = Array.from({ length: Math.floor(random() * 80) }, (_, index) => ({
      name: `seed-${index}.BaseBlob`,
      bytes: Math.floor(random() * 40) * mebibyte + Math.floor(random() * 4096),
    }));
    const disks = Array.from({ length: Math.floor(random() * 14) }, (_, index) =>
      diskOf(`d${index}`, Math.floor(random() * 300 * mebibyte)),
    );
    const plan = planCapacity(files, disks);

    expect(capacityPlanSchema.safeParse(plan).success).toBe(true);
    const placed = plan.drives.flatMap((drive) => drive.files);
    expect([...placed, ...plan.unplaced].map((file) => file.name).sort()).toEqual(
      files.map((file) => file.name).sort(),
    );
    expect(plan.drivesUsed).toBeLessThanOrEqual(10);
    for (const drive of plan.drives) {
      expect(drive.plannedBytes).toBe(drive.files.reduce((sum, file) => sum + fileCostBytes(file), 0));
      expect(drive.plannedBytes).toBeLessThanOrEqual(drive.usableBytes);
      // Nothing is left over that would still fit, unless the job has no drive left for it.
      for (const file of disks.length <= 10 ? plan.unplaced : []) {
        expect(drive.plannedBytes + fileCostBytes(file)).toBeGreaterThan(drive.usableBytes);
      }
    }
    expect(plan.fits).toBe(plan.unplaced.length === 0);
    const further = planCapacity(plan.unplaced, [diskOf('further', plan.furtherDriveBytes)]);
    expect(further.fits).toBe(true);
  });

  it('leaves drives empty that are not needed', () => {
    const plan = planCapacity(
      [{ name: 'a', bytes: 10 * mebibyte }],
      [diskOf('small', 64 * mebibyte), diskOf('large', 256 * mebibyte)],
    );
    expect(plan.drivesUsed).toBe(1);
    expect(plan.drives.map((drive) => drive.files.length)).toEqual([0, 1]);
  });

  it('says what is missing when a set needs more than ten drives', () => {
    const files = Array.from({ length: 11 }, (_, index) => ({ name: `f${index}`, bytes: 50 * mebibyte }));
    const disks = Array.from({ length: 12 }, (_, index) => diskOf(`d${index}`, 64 * mebibyte));
    const plan = planCapacity(files, disks);
    expect([plan.drivesUsed, plan.fits, plan.unplacedBytes]).toEqual([10, false, 50 * mebibyte]);
  });

  it('makes a second job of the drives that the first one may not take', () => {
    const files = Array.from({ length: 13 }, (_, index) => ({ name: `f${index}`, bytes: 50 * mebibyte }));
    const disks = Array.from({ length: 15 }, (_, index) => diskOf(`d${index}`, 64 * mebibyte));
    const plan = planPackages(files, disks, 10);
    expect(capacityPlanSchema.safeParse(plan).success).toBe(true);
    expect([plan.fits, plan.packages, plan.drivesUsed, plan.isLastPackageFull]).toEqual([true, 2, 13, false]);
    const packages = plan.drives.map((drive) => drive.package);
    expect(packages.filter((number) => number === 1)).toHaveLength(10);
    expect(packages.filter((number) => number === 2)).toHaveLength(3);
    expect(plan.drives.map(({ diskId }) => diskId)).toEqual(disks.map(({ diskId }) => diskId));
    expect(plan.drives.flatMap((drive) => drive.files.map(({ name }) => name)).sort()).toEqual(
      files.map(({ name }) => name).sort(),
    );
  });

  it('says that the rest becomes one more job when all drives of a job are used', () => {
    const files = Array.from({ length: 25 }, (_, index) => ({ name: `f${index}`, bytes: 50 * mebibyte }));
    const disks = Array.from({ length: 20 }, (_, index) => diskOf(`d${index}`, 64 * mebibyte));
    const plan = planPackages(files, disks, 10);
    expect([plan.fits, plan.packages, plan.isLastPackageFull]).toEqual([false, 2, true]);
    expect(plan.unplacedBytes).toBe(5 * 50 * mebibyte);
    const within = planPackages(files, disks.slice(0, 14), 10);
    expect([within.packages, within.isLastPackageFull]).toEqual([2, false]);
  });

  it('counts the drives that a job has already, and ends when nothing fits on what is left', () => {
    const files = Array.from({ length: 4 }, (_, index) => ({ name: `f${index}`, bytes: 50 * mebibyte }));
    const large = [diskOf('a', 64 * mebibyte), diskOf('b', 64 * mebibyte)];
    const plan = planPackages(files, [...large, diskOf('tiny', 8 * mebibyte)], 1);
    expect(plan.drives.map((drive) => drive.package)).toEqual([1, 2, undefined]);
    expect([plan.unplaced.length, plan.packages]).toEqual([2, 2]);
    expect(planPackages(files, [diskOf('tiny', 8 * mebibyte)], 0).packages).toBe(1);
  });

  it('places nothing on no disk', () => {
    const plan = planCapacity([{ name: 'a', bytes: 1 }], []);
    expect([plan.fits, plan.unplaced.length, plan.drivesUsed]).toEqual([false, 1, 0]);
  });
});

describe('capacityFor', () => {
  it.each([1, 4096, 100 * mebibyte, 130 * mebibyte, 5e9, 40e9, 12e12])('a disk for %i bytes', (bytes) => {
    const capacity = capacityFor(bytes);
    expect(usableBytesOf(capacity)).toBeGreaterThanOrEqual(bytes);
    expect(usableBytesOf(capacity - 2 * mebibyte)).toBeLessThan(bytes);
  });
});
