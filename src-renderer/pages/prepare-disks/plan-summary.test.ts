import { describe, expect, test } from 'vitest';
import type { CapacityPlan } from '../../../src-shared/domain/capacity-plan.ts';
import { canStart, planBars, planSummary } from './plan-summary.ts';
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
    {
      name: 'too many',
      plan: plan({ drives: Array.from({ length: 11 }, (_, index) => drive(index, 1)) }),
      kind: 'tooMany',
      start: false,
    },
  ])('$name', ({ plan: given, kind, start }) => {
    const summary = planSummary(given, 120);
    expect(summary?.kind).toBe(kind);
    expect(canStart(summary)).toBe(start);
  });

  test('says which further drive would do', () => {
    expect(planSummary(plan({ fits: false, unplacedBytes: 30, furtherDriveBytes: 50 }), 150)).toEqual({
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
