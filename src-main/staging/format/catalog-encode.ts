import { type ByteText, bytesToText } from './byte-text.ts';
import {
  type CatalogEntry,
  type ChunkList,
  type EntryAttributes,
  type FileStream,
  numbersPerChunk,
} from './catalog-entry.ts';
import { maximumChunksPerLine } from './constants.ts';

/** `path` when the bytes are text, else `pathBytes` in base64; the same for `target` and `linkTo`. */
function textMember(name: string, bytes: ByteText): Record<string, string> {
  const text = bytesToText(bytes);
  return text === undefined
    ? { [`${name}Bytes`]: Buffer.from(bytes, 'latin1').toString('base64') }
    : { [name]: text };
}

function attributeMembers(entry: EntryAttributes): EntryAttributes {
  const { modified, mode, owner, group, inode, device, changed } = entry;
  const { attributes, security, extendedAttributes } = entry;
  // JSON leaves undefined members out.
  return {
    modified,
    mode,
    owner,
    group,
    inode,
    device,
    changed,
    attributes,
    security,
    extendedAttributes,
  } as EntryAttributes;
}

/** Beginning of a catalog line with one character per byte, to be compared with a line that stands in a catalog. */
export interface LineStart {
  /** Up to the size; `sparse` may follow. */
  readonly head: string;
  /** From there on, up to where chunks and what the file has beside its content begin. */
  readonly tail: string;
}

/** How the line of a file begins. @returns undefined for a name that is no text */
export function fileLineStart(path: ByteText, size: number, own: EntryAttributes): LineStart | undefined {
  if (bytesToText(path) === undefined) return undefined;
  const tail = JSON.stringify(attributeMembers(own)).slice(1, -1);
  return { head: `{"kind":"file","path":${JSON.stringify(path)},"size":${size}`, tail: `,${tail}` };
}

/** How the line of a folder with this path begins. */
export function folderLineStart(path: ByteText): string {
  return `{"kind":"folder","path":${JSON.stringify(path)},`;
}

function chunkJson(chunks: ChunkList, start: number, end: number): string {
  const references: string[] = [];
  for (let index = start; index < end; index += numbersPerChunk) {
    references.push(`[${chunks[index]},${chunks[index + 1]},${chunks[index + 2]},${chunks[index + 3]}]`);
  }
  return `[${references.join(',')}]`;
}

function ownMembers(entry: CatalogEntry): object {
  switch (entry.kind) {
    case 'root':
      return { rootKind: entry.rootKind, metadata: entry.metadata };
    case 'folder':
      return {};
    case 'file':
      return {
        size: entry.size,
        ...(entry.sparse ? { sparse: true } : {}),
        ...(entry.streams === undefined ? {} : { streams: entry.streams.length }),
      };
    case 'link':
      return { ...textMember('target', entry.target), ...(entry.isJunction ? { junction: true } : {}) };
    case 'hardLink':
      return textMember('linkTo', entry.linkTo);
    case 'special':
      return { specialKind: entry.specialKind };
    case 'skipped':
      return { code: entry.code, reason: entry.reason };
  }
}

/** A line with the first references, and lines with the others. */
function linesOf(json: string, chunks: ChunkList): string[] {
  const step = maximumChunksPerLine * numbersPerChunk;
  const lines = [`${json.slice(0, -1)},"chunks":${chunkJson(chunks, 0, Math.min(step, chunks.length))}}`];
  for (let start = step; start < chunks.length; start += step) {
    const more = chunkJson(chunks, start, Math.min(start + step, chunks.length));
    lines.push(`{"kind":"moreChunks","chunks":${more}}`);
  }
  return lines;
}

function streamLines(path: ByteText, { name, size, chunks }: FileStream): string[] {
  const members = { kind: 'stream', ...textMember('path', path), ...textMember('stream', name), size };
  return linesOf(JSON.stringify(members), chunks);
}

/** Lines of one entry without line ends: one, or for a file of many chunks or with streams several. */
export function encodeEntry(entry: CatalogEntry): readonly string[] {
  const json = JSON.stringify({
    kind: entry.kind,
    ...textMember('path', entry.path),
    ...ownMembers(entry),
    ...attributeMembers(entry),
  });
  if (entry.kind !== 'file') return [json];
  const lines = linesOf(json, entry.chunks);
  for (const stream of entry.streams ?? []) lines.push(...streamLines(entry.path, stream));
  return lines;
}
