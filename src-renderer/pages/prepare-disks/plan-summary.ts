import { type CapacityPlan, maximumDrivesPerJob } from '../../../src-shared/domain/capacity-plan.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';

/** The sentence under the plan bars. */
export type PlanSummary =
  | { readonly kind: 'nothingSelected'; readonly neededBytes: number }
  | { readonly kind: 'tooMany'; readonly selected: number; readonly maximum: number }
  | {
      readonly kind: 'fits';
      readonly drivesUsed: number;
      readonly freeBytes: number;
      readonly spare: readonly DiskId[];
    }
  | { readonly kind: 'missing'; readonly missingBytes: number; readonly furtherDriveBytes: number };

export interface PlanBar {
  readonly diskId: DiskId;
  /** 0 to 1. */
  readonly share: number;
  readonly plannedBytes: number;
  readonly usableBytes: number;
  readonly files: number;
}

/**
 * @param neededBytes length of everything in the staging location that has to travel
 */
export function planSummary(plan: CapacityPlan | undefined, neededBytes: number): PlanSummary | undefined {
  if (plan === undefined) return undefined;
  if (plan.drives.length === 0) return { kind: 'nothingSelected', neededBytes };
  if (plan.drives.length > maximumDrivesPerJob) {
    return { kind: 'tooMany', selected: plan.drives.length, maximum: maximumDrivesPerJob };
  }
  if (!plan.fits) {
    return { kind: 'missing', missingBytes: plan.unplacedBytes, furtherDriveBytes: plan.furtherDriveBytes };
  }
  const spare = plan.drives.filter(({ files }) => files.length === 0).map(({ diskId }) => diskId);
  return { kind: 'fits', drivesUsed: plan.drivesUsed, freeBytes: plan.freeBytes, spare };
}

export function planBars(plan: CapacityPlan): readonly PlanBar[] {
  return plan.drives.map(({ diskId, usableBytes, plannedBytes, files }) => ({
    diskId,
    usableBytes,
    plannedBytes,
    share: usableBytes === 0 ? 0 : Math.min(1, plannedBytes / usableBytes),
    files: files.length,
  }));
}

/**
 * A plan that leaves bytes over may still start: the session asks for another drive when it has filled these. More drives
 * than one job takes may not.
 */
export function canStart(summary: PlanSummary | undefined): boolean {
  return summary?.kind === 'fits' || summary?.kind === 'missing';
}
