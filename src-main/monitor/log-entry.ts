import type { ImportLogEntry } from '../../src-shared/domain/import-status.ts';
import { childOf, type XmlElement } from './xml-fragment.ts';

const longestDetail = 4096;

/** Makes an entry fit the contract whatever a log holds. */
export function logEntry(entry: ImportLogEntry): ImportLogEntry {
  const { detail } = entry;
  return {
    driveId: entry.driveId.slice(0, 256),
    blobPath: entry.blobPath.slice(0, 2048),
    filePath: entry.filePath.slice(0, 32_767),
    status: entry.status.slice(0, 256),
    detail: detail.length > longestDetail ? `${detail.slice(0, longestDetail - 3)}...` : detail,
    bytes: Number.isSafeInteger(entry.bytes) && entry.bytes >= 0 ? entry.bytes : 0,
  };
}

/** Codes with counts under `Summary`, in logs of 2018 and 2021; `None` and zero counts say nothing. */
export function summaryEntries(element: XmlElement, driveId: string): readonly ImportLogEntry[] {
  const summary = childOf(element, 'Summary');
  const groups = [
    ['ValidationErrors', summary && childOf(summary, 'ValidationErrors')],
    ['CopyErrors', summary && childOf(summary, 'CopyErrors')],
  ] as const;
  return groups.flatMap(([group, found]) =>
    (found?.children ?? [])
      .filter(({ name, attributes }) => name !== 'None' && attributes.Count !== '0')
      .map(({ name, attributes }) =>
        logEntry({
          driveId,
          blobPath: '',
          filePath: '',
          status: name,
          detail: [`${group}: ${attributes.Count ?? '?'}`, attributes.Description ?? ''].join(' ').trim(),
          bytes: 0,
        }),
      ),
  );
}
