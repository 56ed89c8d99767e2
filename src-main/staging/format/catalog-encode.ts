import { type ByteText, bytesToText } from './byte-text.ts';
import { type CatalogEntry, type ChunkList, type EntryAttributes, numbersPerChunk } from './catalog-entry.ts';
import { maximumChunksPerLine } from './constants.ts';

/** `path` when the bytes are text, else `pathBytes` in base64; the same for `target` and `linkTo`. */
function textMember(name: string, bytes: ByteText): Record<string, string> {
  const text = bytesToText(bytes);
  return text === undefined
    ? { [`${name}Bytes`]: Buffer.from(bytes, 'latin1').toString('base64') }
    : { [name]: text };
}

function attributeMembers(entry: EntryAttributes): EntryAttributes {
  const { modified, mode, owner, group, inode, device, changed, attributes } = entry;
  // JSON leaves undefined members out.
  return { modified, mode, owner, group, inode, device, changed, attributes } as EntryAttributes;
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
      return { rootKind: entry.rootKind };
    case 'folder':
      return {};
    case 'file':
      return { size: entry.size, ...(entry.sparse ? { sparse: true } : {}) };
    case 'link':
      return textMember('target', entry.target);
    case 'hardLink':
      return textMember('linkTo', entry.linkTo);
    case 'special':
      return { specialKind: entry.specialKind };
    case 'skipped':
      return { code: entry.code, reason: entry.reason };
  }
}

/** Lines of one entry without line ends: one, or for a file of many chunks several. */
export function encodeEntry(entry: CatalogEntry): readonly string[] {
  const json = JSON.stringify({
    kind: entry.kind,
    ...textMember('path', entry.path),
    ...ownMembers(entry),
    ...attributeMembers(entry),
  });
  if (entry.kind !== 'file') return [json];
  const step = maximumChunksPerLine * numbersPerChunk;
  const { chunks } = entry;
  const lines = [`${json.slice(0, -1)},"chunks":${chunkJson(chunks, 0, Math.min(step, chunks.length))}}`];
  for (let start = step; start < chunks.length; start += step) {
    const more = chunkJson(chunks, start, Math.min(start + step, chunks.length));
    lines.push(`{"kind":"moreChunks","chunks":${more}}`);
  }
  return lines;
}
