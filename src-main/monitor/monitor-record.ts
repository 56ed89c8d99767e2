import {
  hasReached,
  type JobPhase,
  type JobSnapshot,
  type MonitorRecord,
} from '../../src-shared/domain/job.ts';
import type { ImportJobView } from '../azure/import-job-service.ts';
import type { JobChange } from '../jobs/job-store.ts';

/** Newest states that are kept; a job passes ten at most unless it goes to and fro. */
const keptStates = 100;

/** What an answer of the service changes in the monitor's part of the job. */
function monitorRecordAfter(
  before: MonitorRecord | undefined,
  view: Pick<ImportJobView, 'state' | 'percentComplete' | 'drives'>,
  askedAt: Date,
): MonitorRecord {
  const seenAt = askedAt.toISOString();
  const history = before?.history ?? [];
  const isNew = history.at(-1)?.state !== view.state;
  return {
    state: view.state,
    percentComplete: Math.min(100, Math.max(0, view.percentComplete)),
    history: isNew ? [...history, { state: view.state, seenAt }].slice(-keptStates) : [...history],
    drives: [...view.drives].slice(0, 10),
    lastAskedAt: seenAt,
  };
}

/**
 * Phase of a job after Azure said where it stands. Only forward. `Closed` stays shipped: something went wrong, and only the check in
 * the vault can tell whether it matters.
 */
function phaseAfter(job: JobSnapshot, state: string): JobPhase {
  if (hasReached(job, 'imported') || !hasReached(job, 'jobCreated')) return job.phase;
  if (state === 'Completed') return 'imported';
  return state === 'Creating' || state === 'Canceled' ? job.phase : 'shipped';
}

/** Azure took the package: it is on the way, also before Azure is asked again, which may take minutes. */
export function monitorAfterCommit(
  monitor: MonitorRecord | undefined,
  committedAt: Date,
): { readonly monitor?: MonitorRecord } {
  if (monitor?.state !== 'Creating') return {};
  const entry = { state: 'Shipping', seenAt: committedAt.toISOString() };
  return {
    monitor: { ...monitor, state: entry.state, history: [...monitor.history, entry].slice(-keptStates) },
  };
}

/** The change of a job for an answer of the service. */
export function changeAfter(job: JobSnapshot, view: ImportJobView, askedAt: Date): JobChange {
  return { monitor: monitorRecordAfter(job.monitor, view, askedAt), phase: phaseAfter(job, view.state) };
}
