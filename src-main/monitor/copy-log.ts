import type { ImportLogEntry } from '../../src-shared/domain/import-status.ts';
import { logEntry, summaryEntries } from './log-entry.ts';
import { childText, type XmlElement } from './xml-fragment.ts';

function erroredEntity(entity: XmlElement, driveId: string): ImportLogEntry {
  const path = entity.attributes.Path ?? '';
  return logEntry({
    driveId,
    blobPath: path,
    filePath: '',
    status: childText(entity, 'Category') || 'Failed',
    detail: ['Type', 'ErrorCode', 'ErrorMessage']
      .map((name) => childText(entity, name))
      .filter((text) => text !== '')
      .join(' '),
    bytes: 0,
  });
}

function copiedFile(file: XmlElement, driveId: string): ImportLogEntry {
  const { Path: path = '', Size: size = '0', CloudFormat: format = '' } = file.attributes;
  return logEntry({
    driveId,
    blobPath: path.replaceAll('\\', '/'),
    filePath: path,
    status: 'Completed',
    detail: format,
    bytes: Number(size),
  });
}

function copyLogSummary(log: XmlElement, driveId: string): readonly ImportLogEntry[] {
  const detail = ['TotalFiles_Blobs', 'FilesErrored']
    .map((name) => `${name} ${childText(log, name) || '?'}`)
    .join(', ');
  const status = childText(log, 'Status') || 'Completed';
  return [
    logEntry({ driveId, blobPath: '', filePath: '', status, detail, bytes: 0 }),
    ...summaryEntries(log, driveId),
  ];
}

/**
 * A CopyLog or VerboseLog of 2021-08-01, which are fragments without a root: errored entities with a summary, or copied files.
 * The summary comes first in the answer. Their own drive id is a GUID that nobody knows, so the serial that was asked for is used.
 */
export function parseCopyLog(elements: readonly XmlElement[], driveId: string): readonly ImportLogEntry[] {
  const summaries = elements.filter(({ name }) => name === 'CopyLog');
  return [
    ...summaries.flatMap((log) => copyLogSummary(log, driveId)),
    ...elements
      .filter(({ name }) => name === 'ErroredEntity')
      .map((entity) => erroredEntity(entity, driveId)),
    ...elements
      .filter(({ name }) => name === 'File' || name === 'Entity')
      .map((file) => copiedFile(file, driveId)),
  ];
}
