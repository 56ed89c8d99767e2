import type { RecoveryPointSummary } from '../../../src-shared/domain/job.ts';

export interface PointGroup {
  /** `yyyy-MM-dd` in the operator's time zone. */
  readonly day: string;
  readonly points: readonly RecoveryPointSummary[];
}

function localDay(instant: string): string {
  const date = new Date(instant);
  const part = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}

/** Recovery points by local date, the newest day and the newest point first. */
export function pointGroups(points: readonly RecoveryPointSummary[]): readonly PointGroup[] {
  const newestFirst = [...points].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  const groups = Map.groupBy(newestFirst, ({ createdAt }) => localDay(createdAt));
  return [...groups].map(([day, ofDay]) => ({ day, points: ofDay }));
}
