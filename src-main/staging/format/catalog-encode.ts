import { type ByteText, bytesToText } from './byte-text.ts';
import {
  type CatalogEntry,
  type ChunkList,
  type EntryAttributes,
  type FileStream,
  numbersPerChunk,
} from './catalog-entry.ts';
import { maximumChunksPerLine } from './constants.ts';

/** `,"path":"..."` when the bytes are text, else `,"pathBytes":"<base64>"`; the same for other names of a member. */
function textMember(name: string, bytes: ByteText): string {
  const text = bytesToText(bytes);
  return text === undefined
    ? `,"${name}Bytes":"${Buffer.from(bytes, 'latin1').toString('base64')}"`
    : `,"${name}":${JSON.stringify(text)}`;
}

/** Put together by hand: a million lines through `JSON.stringify` cost seconds. Decimal strings need no escaping. */
function attributeMembers(entry: EntryAttributes): string {
  const { modified, mode, owner, group, inode, device, changed } = entry;
  const { attributes, security, extendedAttributes } = entry;
  let text = '';
  if (modified !== undefined) text += `,"modified":"${modified}"`;
  if (mode !== undefined) text += `,"mode":${mode}`;
  if (owner !== undefined) text += `,"owner":${owner}`;
  if (group !== undefined) text += `,"group":${group}`;
  if (inode !== undefined) text += `,"inode":"${inode}"`;
  if (device !== undefined) text += `,"device":"${device}"`;
  if (changed !== undefined) text += `,"changed":"${changed}"`;
  if (attributes !== undefined) text += `,"attributes":${attributes}`;
  if (security !== undefined) text += `,"security":${JSON.stringify(security)}`;
  if (extendedAttributes !== undefined) text += `,"extendedAttributes":${JSON.stringify(extendedAttributes)}`;
  return text;
}

/** Beginning of a catalog line with one character per byte, to be compared with a line that stands in a catalog. */
export interface LineStart {
  /** Up to the path, of a file up to the size; then `sparse` may follow. */
  readonly head: string;
  /** From there on, up to where chunks and what the file has beside its content begin. */
  readonly tail: string;
}

/** How the line of a file begins. @returns undefined for a name that is no text */
export function fileLineStart(path: ByteText, size: number, own: EntryAttributes): LineStart | undefined {
  if (bytesToText(path) === undefined) return undefined;
  const head = `{"kind":"file","path":${JSON.stringify(path)},"size":${size}`;
  return { head, tail: attributeMembers(own) };
}

/** How the line of a folder begins. @returns undefined for a name that is no text */
export function folderLineStart(path: ByteText, own: EntryAttributes): LineStart | undefined {
  if (bytesToText(path) === undefined) return undefined;
  return { head: `{"kind":"folder","path":${JSON.stringify(path)}`, tail: attributeMembers(own) };
}

function chunkJson(chunks: ChunkList, start: number, end: number): string {
  let text = '';
  for (let index = start; index < end; index += numbersPerChunk) {
    const separator = index === start ? '' : ',';
    text += `${separator}[${chunks[index]},${chunks[index + 1]},${chunks[index + 2]},${chunks[index + 3]}]`;
  }
  return `[${text}]`;
}

function ownMembers(entry: CatalogEntry): string {
  switch (entry.kind) {
    case 'root': {
      const metadata = entry.metadata === undefined ? '' : `,"metadata":${JSON.stringify(entry.metadata)}`;
      return `,"rootKind":"${entry.rootKind}"${metadata}`;
    }
    case 'folder':
      return '';
    case 'file': {
      const streams = entry.streams === undefined ? '' : `,"streams":${entry.streams.length}`;
      return `,"size":${entry.size}${entry.sparse ? ',"sparse":true' : ''}${streams}`;
    }
    case 'link':
      return `${textMember('target', entry.target)}${entry.isJunction ? ',"junction":true' : ''}`;
    case 'hardLink':
      return textMember('linkTo', entry.linkTo);
    case 'special':
      return `,"specialKind":${JSON.stringify(entry.specialKind)}`;
    case 'skipped':
      return `,"code":${JSON.stringify(entry.code)},"reason":${JSON.stringify(entry.reason)}`;
  }
}

/** A line with the first references, and lines with the others. @param start the line without its chunks and its last brace */
function linesOf(start: string, chunks: ChunkList): string[] {
  const step = maximumChunksPerLine * numbersPerChunk;
  const lines = [`${start},"chunks":${chunkJson(chunks, 0, Math.min(step, chunks.length))}}`];
  for (let first = step; first < chunks.length; first += step) {
    const more = chunkJson(chunks, first, Math.min(first + step, chunks.length));
    lines.push(`{"kind":"moreChunks","chunks":${more}}`);
  }
  return lines;
}

function streamLines(path: ByteText, { name, size, chunks }: FileStream): string[] {
  const members = `${textMember('path', path)}${textMember('stream', name)},"size":${size}`;
  return linesOf(`{"kind":"stream"${members}`, chunks);
}

/** Lines of one entry without line ends: one, or for a file of many chunks or with streams several. */
export function encodeEntry(entry: CatalogEntry): readonly string[] {
  const members = `${textMember('path', entry.path)}${ownMembers(entry)}${attributeMembers(entry)}`;
  const start = `{"kind":"${entry.kind}"${members}`;
  if (entry.kind !== 'file') return [`${start}}`];
  const lines = linesOf(start, entry.chunks);
  for (const stream of entry.streams ?? []) lines.push(...streamLines(entry.path, stream));
  return lines;
}
