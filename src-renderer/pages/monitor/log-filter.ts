import { logVerdict } from '../../../src-shared/domain/import-states.ts';
import type { ImportLogEntry } from '../../../src-shared/domain/import-status.ts';

export interface LogFilter {
  readonly text: string;
  /** Empty text: every status. */
  readonly status: string;
  readonly onlyTrouble: boolean;
}

export const everything: LogFilter = { text: '', status: '', onlyTrouble: false };

/** True when a line reports anything but a clean import. */
export function isTrouble(entry: Pick<ImportLogEntry, 'status'>): boolean {
  return logVerdict(entry.status) !== 'good';
}

/** Lines that match all parts of the filter; text is looked for in blob, file and detail, case does not matter. */
export function filterLog(entries: readonly ImportLogEntry[], filter: LogFilter): readonly ImportLogEntry[] {
  const text = filter.text.trim().toLowerCase();
  return entries.filter(
    (entry) =>
      (filter.status === '' || entry.status === filter.status) &&
      (!filter.onlyTrouble || isTrouble(entry)) &&
      (text === '' ||
        [entry.blobPath, entry.filePath, entry.detail].some((part) => part.toLowerCase().includes(text))),
  );
}

/** Statuses that occur, each once, troubled ones first. */
export function statusesOf(entries: readonly ImportLogEntry[]): readonly string[] {
  const statuses = [...new Set(entries.map(({ status }) => status))];
  return statuses.sort(
    (a, b) => Number(isTrouble({ status: b })) - Number(isTrouble({ status: a })) || a.localeCompare(b),
  );
}
