import { type Deadline, type DeadlineCode, deadlinesOf } from '../../../src-shared/domain/deadlines.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';

/** A clock of the page: running, waiting for the operator's next step, or no longer needed. */
export type ShippingClock =
  | { readonly code: DeadlineCode; readonly state: 'running'; readonly deadline: Deadline }
  | { readonly code: DeadlineCode; readonly state: 'notStarted' | 'stopped' };

/**
 * Both clocks, always two of them: the tracking number's (R172) stops when shipping is committed and the drives' (R182) starts
 * there and stops when the datacenter has them.
 */
export function shippingClocks(job: JobSnapshot, now: Date): readonly [ShippingClock, ShippingClock] {
  const deadlines = deadlinesOf(job, now);
  const committed = job.shipping?.committedAt !== undefined;
  const clock = (code: DeadlineCode, otherwise: 'notStarted' | 'stopped'): ShippingClock => {
    const deadline = deadlines.find((candidate) => candidate.code === code);
    return deadline === undefined ? { code, state: otherwise } : { code, state: 'running', deadline };
  };
  return [clock('trackingNumberDue', 'stopped'), clock('drivesDue', committed ? 'stopped' : 'notStarted')];
}
