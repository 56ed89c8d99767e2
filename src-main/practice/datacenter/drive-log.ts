/** @file Copy logs in the format 2014-11-01 (import-export.md 2.4). */
import type { BlobOutcome } from './blob-import.ts';
import type { DispositionStatus, DriveStatus } from './log-codes.ts';
import type { ManifestBlob } from './manifest-parser.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');

/** What a log tells about one blob. */
export interface BlobEntry {
  readonly blob: ManifestBlob;
  /** Container and name that the blob really got. */
  readonly blobPath: string;
  readonly disposition: DispositionStatus;
  readonly outcome: BlobOutcome;
}

/** True when nothing about the blob is worth a line in the error log. */
export const isPlainSuccess = ({ outcome, disposition }: BlobEntry): boolean =>
  outcome.status === 'Completed' && disposition === 'Created';

function partLines({ blob, outcome }: BlobEntry, isVerbose: boolean): readonly string[] {
  const [list, name] = blob.kind === 'page' ? ['PageRangeList', 'PageRange'] : ['BlockList', 'Block'];
  const lines = blob.parts.flatMap((part, index) => {
    const status = outcome.parts[index] ?? 'Cancelled';
    if (!isVerbose && status === 'Completed') return [];
    const id = part.id === undefined ? '' : ` Id="${escaped(part.id)}"`;
    return [
      `      <${name} Offset="${part.offset}" Length="${part.length}"${id} Hash="${part.md5}" Status="${status}" />`,
    ];
  });
  return lines.length === 0 ? [] : [`    <${list}>`, ...lines, `    </${list}>`];
}

function extraLines({ blob, outcome }: BlobEntry): readonly string[] {
  return (['metadata', 'properties'] as const).flatMap((key) => {
    const file = blob[key];
    if (file === undefined) return [];
    const name = key === 'metadata' ? 'Metadata' : 'Properties';
    const path = `<Path Hash="${file.md5}">${escaped(file.path)}</Path>`;
    return [`    <${name} Status="${outcome[key] ?? 'Cancelled'}">${path}</${name}>`];
  });
}

/** One `Blob` element; the error log leaves the successful parts out. */
export function blobElement(entry: BlobEntry, isVerbose: boolean): string {
  const { blob, outcome, disposition } = entry;
  return [
    `  <Blob Status="${outcome.status}">`,
    `    <BlobPath>${escaped(entry.blobPath)}</BlobPath>`,
    `    <FilePath>${escaped(blob.filePath)}</FilePath>`,
    `    <Length>${blob.lengthBytes}</Length>`,
    `    <ImportDisposition Status="${disposition}">${blob.disposition}</ImportDisposition>`,
    ...partLines(entry, isVerbose),
    ...extraLines(entry),
    '  </Blob>\n',
  ].join('\n');
}

/** A whole log, piece by piece. */
export async function* driveLog(
  driveId: string,
  blobElements: AsyncIterable<string>,
  status: DriveStatus,
): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<DriveLog Version="2014-11-01">\n';
  yield `  <DriveId>${escaped(driveId)}</DriveId>\n`;
  yield* blobElements;
  yield `  <Status>${status}</Status>\n</DriveLog>\n`;
}
