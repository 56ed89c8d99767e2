import {
  type ImportDisposition,
  importDispositions,
  largestRangeBytes,
  type ManifestBlock,
  type ManifestReference,
  mostBlocks,
} from './manifest-types.ts';
import type { RangeTable } from './range-table.ts';
import { XmlFault } from './xml-scanner.ts';

const hashPattern = /^[0-9A-Fa-f]{32}$/;
/** Blobs up to this length have ids on all blocks or on none; larger ones on all (import-export.md 2.1). */
const largestWithoutBlockIds = 64 * 1024 * 1024;

export function wholeNumber(text: string | undefined, what: string): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new XmlFault(`${what} is not a whole number`);
  return Number(text);
}

export function hashOf(text: string | undefined): string {
  if (text === undefined || !hashPattern.test(text)) throw new XmlFault('Hash is not 32 hexadecimal digits');
  return text.toUpperCase();
}

/** A range or block from its attributes, following the one before it without overlap. */
export function rangeFrom(
  attributes: ReadonlyMap<string, string>,
  kind: 'PageRange' | 'Block',
  previousEnd: number,
): ManifestBlock {
  const offset = wholeNumber(attributes.get('Offset'), 'Offset');
  const length = wholeNumber(attributes.get('Length'), 'Length');
  const id = attributes.get('Id');
  if (length === 0 || length > largestRangeBytes)
    throw new XmlFault('A range has a length that is not allowed');
  if (offset < previousEnd) throw new XmlFault('Ranges overlap or are out of order');
  if (kind === 'PageRange' && (offset % 512 !== 0 || length % 512 !== 0)) {
    throw new XmlFault('A page range is not a multiple of 512');
  }
  if (kind === 'Block' && offset !== previousEnd) throw new XmlFault('Blocks have a gap');
  return { offset, length, ...(id === undefined ? {} : { id }), hash: hashOf(attributes.get('Hash')) };
}

export function dispositionFrom(text: string): ImportDisposition {
  const known = importDispositions.find((disposition) => disposition === text);
  if (known === undefined) throw new XmlFault('Unknown ImportDisposition');
  return known;
}

/** Path below the root of a drive: no `..`, no drive letter, backslashes; the leading one may be missing. */
export function drivePathFrom(text: string): string {
  const parts = text.replace(/^\\/, '').split('\\');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /[/:*?"<>|]/.test(part))) {
    throw new XmlFault('A file path leaves the drive or names no file');
  }
  return `\\${parts.join('\\')}`;
}

export function blobPathFrom(text: string): string {
  if (!/^[^/\\]+\/.+$/.test(text) || text.length > 2048) throw new XmlFault('A blob path has no container');
  return text;
}

export function referenceFrom(path: string, hash: string | undefined): ManifestReference {
  return { path: drivePathFrom(path), hash: hashOf(hash) };
}

/** Rules that need the whole blob. */
export function checkRanges(kind: 'pages' | 'blocks', length: number, end: number, table: RangeTable): void {
  if (end > length) throw new XmlFault('Ranges go beyond the length of the blob');
  if (kind === 'pages') {
    if (length % 512 !== 0) throw new XmlFault('The length of a page blob is not a multiple of 512');
    return;
  }
  if (end !== length) throw new XmlFault('Blocks do not cover the blob');
  if (table.count > mostBlocks) throw new XmlFault('A blob has too many blocks');
  const hasAllIds = table.idCount === table.count;
  if (!hasAllIds && (table.idCount > 0 || length > largestWithoutBlockIds)) {
    throw new XmlFault('Blocks without an id');
  }
}
