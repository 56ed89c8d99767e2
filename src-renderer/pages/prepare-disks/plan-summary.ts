import type { CapacityPlan } from '../../../src-shared/domain/capacity-plan.ts';
import type { DiskId } from '../../../src-shared/domain/ids.ts';

/** Disks that wait for a further import job, because the one at hand takes no more. They are not erased now. */
interface LaterDisks {
  readonly later: readonly DiskId[];
  /** Import jobs that the chosen disks make. */
  readonly packages: number;
}

/** The sentence under the plan bars. */
export type PlanSummary =
  | { readonly kind: 'nothingSelected'; readonly neededBytes: number }
  | (LaterDisks & {
      readonly kind: 'fits';
      readonly drivesUsed: number;
      readonly freeBytes: number;
      readonly spare: readonly DiskId[];
    })
  | (LaterDisks & {
      readonly kind: 'missing';
      readonly missingBytes: number;
      readonly furtherDriveBytes: number;
      /** What is missing cannot join the last job: it becomes one more. */
      readonly needsFurtherJob: boolean;
    });

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
  const later = plan.drives.filter((drive) => (drive.package ?? 1) > 1).map(({ diskId }) => diskId);
  const { packages } = plan;
  if (!plan.fits) {
    return {
      kind: 'missing',
      missingBytes: plan.unplacedBytes,
      furtherDriveBytes: plan.furtherDriveBytes,
      needsFurtherJob: plan.isLastPackageFull,
      later,
      packages,
    };
  }
  const spare = plan.drives.filter(({ files }) => files.length === 0).map(({ diskId }) => diskId);
  return { kind: 'fits', drivesUsed: plan.drivesUsed, freeBytes: plan.freeBytes, spare, later, packages };
}

/** Disks of the choice that are erased now: not those that the plan leaves empty, nor those of a further import job. */
export function disksToErase(
  diskIds: readonly DiskId[],
  summary: PlanSummary | undefined,
): readonly DiskId[] {
  if (summary === undefined || summary.kind === 'nothingSelected') return diskIds;
  const spare = summary.kind === 'fits' ? summary.spare : [];
  return diskIds.filter((diskId) => !spare.includes(diskId) && !summary.later.includes(diskId));
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
 * A plan that leaves bytes over may still start: the session asks for another drive when it has filled these, or goes on in a
 * further import job.
 */
export function canStart(summary: PlanSummary | undefined): boolean {
  return summary?.kind === 'fits' || summary?.kind === 'missing';
}
