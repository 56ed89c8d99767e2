import type { MonitorRecord } from '../../../src-shared/domain/job.ts';

const usualPath = ['Creating', 'Shipping', 'Received', 'Transferring', 'Packaging', 'Completed'] as const;

export interface TimelineEntry {
  readonly state: string;
  /** `passed`: the job must have gone through it, but no answer showed it. `odd`: not on the usual path. */
  readonly kind: 'done' | 'passed' | 'current' | 'coming' | 'odd';
  readonly seenAt?: string;
}

function usualIndex(state: string): number {
  return (usualPath as readonly string[]).indexOf(state);
}

/**
 * States with dates, as they were seen, and the ones that are still to come. States between two answers that no answer showed
 * are kept in the list without a date; states off the usual path stand where they were seen.
 */
export function timelineEntries(monitor: MonitorRecord | undefined): readonly TimelineEntry[] {
  const history = monitor?.history ?? [];
  const entries: TimelineEntry[] = [];
  let next = 0;
  for (const [position, { state, seenAt }] of history.entries()) {
    const index = usualIndex(state);
    for (; next < index; next += 1) entries.push({ state: usualPath[next] ?? '', kind: 'passed' });
    const isLast = position === history.length - 1;
    const doneKind = index < 0 ? 'odd' : 'done';
    entries.push({ state, seenAt, kind: isLast && state !== 'Completed' ? currentKind(state) : doneKind });
    next = Math.max(next, index + 1);
  }
  const last = history.at(-1)?.state;
  if (last === 'Closed' || last === 'Canceled') return entries;
  return [...entries, ...usualPath.slice(next).map((state) => ({ state, kind: 'coming' as const }))];
}

function currentKind(state: string): TimelineEntry['kind'] {
  return usualIndex(state) < 0 ? 'odd' : 'current';
}
