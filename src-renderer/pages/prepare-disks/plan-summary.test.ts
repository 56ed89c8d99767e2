import { describe, expect, test } from 'vitest';
import type { CapacityPlan } from '../../../src-shared/domain/capacity-plan.ts';
import { canStart, disksToErase, planBars, planSummary } from './plan-summary.ts';
import { diskFacts } from './test-data.ts';

function drive(number: number, plannedBytes: number): CapacityPlan['drives'][number] {
  const files = plannedBytes === 0 ? [] : [{ name: 'a.BaseBlob', bytes: plannedBytes }];
  return { diskId: diskFacts(number).id, usableBytes: 100, plannedBytes, files };
}

function plan(changes: Partial<CapacityPlan>): CapacityPlan {
  return {
    drives: [drive(3, 80), drive(4, 40)],
    unplaced: [],
    unplacedBytes: 0,
    freeBytes: 80,
    fits: true,
    drivesUsed: 2,
    furtherDriveBytes: 0,
    packages: 1,
    isLastPackageFull: false,
    ...changes,
  };
}

describe('capacity plan in one sentence', () => {
  test.each([
    {
      name: 'nothing chosen',
      plan: plan({ drives: [], fits: false }),
      kind: 'nothingSelected',
      start: false,
    },
    { name: 'fits', plan: plan({}), kind: 'fits', start: true },
    {
      name: 'missing',
      plan: plan({ fits: false, unplacedBytes: 30, furtherDriveBytes: 50 }),
      kind: 'missing',
      start: true,
    },
  ])('$name', ({ plan: given, kind, start }) => {
    const summary = planSummary(given, 120);
    expect(summary?.kind).toBe(kind);
    expect(canStart(summary)).toBe(start);
  });

  test('drives of a further import job are named, and erased only when their turn comes', () => {
    const drives = [drive(1, 10), { ...drive(2, 10), package: 2 }, drive(3, 0)];
    const fits = planSummary(plan({ drives, packages: 2 }), 120);
    expect(fits).toMatchObject({ kind: 'fits', packages: 2, later: [drive(2, 0).diskId] });
    const ids = drives.map(({ diskId }) => diskId);
    expect(disksToErase(ids, fits)).toEqual([ids[0]]);
    const missing = planSummary(
      plan({ drives, packages: 2, fits: false, unplacedBytes: 9, isLastPackageFull: true }),
      120,
    );
    expect(missing).toMatchObject({ kind: 'missing', needsFurtherJob: true });
    expect(disksToErase(ids, missing)).toEqual([ids[0], ids[2]]);
  });

  test('says which further drive would do', () => {
    expect(planSummary(plan({ fits: false, unplacedBytes: 30, furtherDriveBytes: 50 }), 150)).toMatchObject({
      kind: 'missing',
      missingBytes: 30,
      furtherDriveBytes: 50,
    });
  });

  test('names chosen drives that nothing goes to, so that they need not be erased', () => {
    expect(planSummary(plan({ drives: [drive(3, 80), drive(4, 0)], drivesUsed: 1 }), 80)).toMatchObject({
      kind: 'fits',
      spare: ['disk-4'],
    });
  });

  test('cannot start before the plan is there', () => {
    expect(canStart(planSummary(undefined, 1))).toBe(false);
  });

  test('draws shares, also of a drive without usable space', () => {
    const bars = planBars(plan({ drives: [drive(3, 80), { ...drive(4, 0), usableBytes: 0 }] }));
    expect(bars.map(({ share }) => share)).toEqual([0.8, 0]);
  });
});
