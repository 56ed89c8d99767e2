import type { ImportLogEntry } from '../../src-shared/domain/import-status.ts';
import { logEntry, summaryEntries } from './log-entry.ts';
import { childOf, childText, type XmlElement } from './xml-fragment.ts';

const partLists = ['PageRangeList', 'BlockList'] as const;

/** Parts that did not arrive, as `PageRange 4194304+1024 Corrupted`. */
function badParts(blob: XmlElement): readonly string[] {
  return partLists.flatMap((list) =>
    (childOf(blob, list)?.children ?? [])
      .filter(({ attributes }) => (attributes.Status ?? 'Completed') !== 'Completed')
      .map(({ name, attributes }) => {
        const place = `${attributes.Offset?.trim() ?? '?'}+${attributes.Length?.trim() ?? '?'}`;
        return `${name} ${place} ${attributes.Status}`;
      }),
  );
}

function badExtras(blob: XmlElement): readonly string[] {
  return ['Metadata', 'Properties'].flatMap((name) => {
    const status = childOf(blob, name)?.attributes.Status ?? 'Completed';
    return status === 'Completed' ? [] : [`${name} ${status}`];
  });
}

/** A blob that went in under another name, or not at all, is not simply "Completed": its disposition says more. */
function statusOf(blob: XmlElement): { readonly status: string; readonly disposition: string } {
  const status = blob.attributes.Status ?? childText(blob, 'Status');
  const disposition = childOf(blob, 'ImportDisposition')?.attributes.Status ?? '';
  const isTelling = disposition !== '' && disposition !== 'Created' && disposition !== 'Cancelled';
  return { status: status === 'Completed' && isTelling ? disposition : status, disposition };
}

function blobEntry(blob: XmlElement, driveId: string): ImportLogEntry {
  const { status, disposition } = statusOf(blob);
  const detail = [
    ...(disposition === '' || disposition === status ? [] : [`ImportDisposition ${disposition}`]),
    ...badExtras(blob),
    ...badParts(blob),
  ];
  return logEntry({
    driveId,
    blobPath: childText(blob, 'BlobPath'),
    filePath: childText(blob, 'FilePath') || childText(blob, 'OriginalFilePath'),
    status: status || 'Completed',
    detail: detail.join('; '),
    bytes: Number(childText(blob, 'Length') || childText(blob, 'SizeInBytes')),
  });
}

/**
 * A drive's log of 2014-11-01 or 2018-10-01. The first entry is the drive itself, then counts by code, then the blobs.
 * @param askedDriveId used when the log names no drive
 */
export function parseDriveLog(log: XmlElement, askedDriveId: string): readonly ImportLogEntry[] {
  const driveId = childText(log, 'DriveId') || askedDriveId;
  const status = childText(log, 'Status');
  const drive = logEntry({ driveId, blobPath: '', filePath: '', status, detail: '', bytes: 0 });
  return [
    ...(status === '' ? [] : [drive]),
    ...summaryEntries(log, driveId),
    ...log.children.filter(({ name }) => name === 'Blob').map((blob) => blobEntry(blob, driveId)),
  ];
}
