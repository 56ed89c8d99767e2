import { useMemo } from 'react';
import type { DiskId } from '../../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useCall } from '../../bridge/use-call.ts';
import { useKept } from '../../components/use-kept.ts';
import { diskListProblem, diskRows, selectedDiskIds } from './disk-rows.ts';
import { bytesWithoutDrive, driveIdsAtWork } from './drive-cards.ts';
import { planSummary } from './plan-summary.ts';

const none: ReadonlySet<DiskId> = new Set();

/**
 * Disks of this computer, the operator's choice among them and the plan for it. The choice survives a page change; it never
 * starts with anything in it.
 */
export function useDiskChoice(job: JobSnapshot) {
  const list = useCall('prepareDisks.listDisks', { jobId: job.id });
  const [chosen, setChosen] = useKept<ReadonlySet<DiskId>>(`prepareDisks.chosen.${job.id}`, () => none);
  const disks = list.data?.disks;
  const { drives } = job;
  const rows = useMemo(
    () => diskRows(disks ?? [], chosen, driveIdsAtWork({ drives })),
    [disks, chosen, drives],
  );
  const diskIds = useMemo(() => selectedDiskIds(rows), [rows]);
  const plan = useCall(
    'prepareDisks.plan',
    { jobId: job.id, diskIds: [...diskIds] },
    { enabled: disks !== undefined, keepPrevious: true },
  );
  const toggle = (diskId: DiskId) => {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(diskId)) next.add(diskId);
      return next;
    });
  };
  return {
    list,
    rows,
    diskIds,
    plan,
    summary: planSummary(plan.isPlaceholderData ? undefined : plan.data, bytesWithoutDrive(job)),
    problem:
      list.data === undefined ? undefined : diskListProblem(list.data.disks, list.data.error !== undefined),
    toggle,
    clear: () => setChosen(none),
  };
}

export type DiskChoiceState = ReturnType<typeof useDiskChoice>;
