import { describe, expect, it } from 'vitest';
import { capacityPlanSchema } from './capacity-plan.ts';
import {
  capacityFor,
  fileCostBytes,
  type PlanDisk,
  type PlanFile,
  planCapacity,
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
