import type { JobSnapshot } from './job.ts';

const twoWeeksMilliseconds = 14 * 24 * 60 * 60 * 1000;
const dayMilliseconds = 24 * 60 * 60 * 1000;

export type DeadlineCode = 'trackingNumberDue' | 'drivesDue';
export type DeadlineUrgency = 'calm' | 'amber' | 'red' | 'passed';

export interface Deadline {
  readonly code: DeadlineCode;
  readonly dueAt: string;
  /** Whole days left, rounded down; 0 on the last day, negative once passed. */
  readonly daysLeft: number;
  readonly urgency: DeadlineUrgency;
}

function deadline(code: DeadlineCode, since: string, now: Date): Deadline {
  const due = Date.parse(since) + twoWeeksMilliseconds;
  const millisecondsLeft = due - now.getTime();
  const daysLeft = Math.floor(millisecondsLeft / dayMilliseconds);
  const urgency: DeadlineUrgency =
    millisecondsLeft < 0 ? 'passed' : daysLeft < 1 ? 'red' : daysLeft < 4 ? 'amber' : 'calm';
  return { code, dueAt: new Date(due).toISOString(), daysLeft, urgency };
}

/**
 * The two clocks of shipping: carrier and tracking number within two weeks of creating the job or of its last update (R172,
 * import-export.md 1.5), arrival within two weeks of giving the shipping information (R182).
 */
export function deadlinesOf(job: JobSnapshot, now: Date): readonly Deadline[] {
  if (job.importJob === undefined || job.monitor?.history.some(({ state }) => state === 'Received'))
    return [];
  const committedAt = job.shipping?.committedAt;
  if (committedAt !== undefined) return [deadline('drivesDue', committedAt, now)];
  return [deadline('trackingNumberDue', job.shipping?.lastUpdateSentAt ?? job.importJob.createdAt, now)];
}
