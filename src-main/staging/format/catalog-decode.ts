import { type ByteText, textToBytes } from './byte-text.ts';
import type { CatalogLine, EntryAttributes, ExtendedAttribute } from './catalog-entry.ts';
import {
  maximumChunksPerLine,
  maximumLineCharacters,
  maximumRawBlockBytes,
  maximumStreams,
  pageBytes,
} from './constants.ts';
import { DamageError } from './damage.ts';
import { isStreamName, readExtendedAttributes, readSecurity } from './metadata-decode.ts';

type Members = Readonly<Record<string, unknown>>;

/** Of a path as it is written: four times what any system allows. Every character of it may cost a hundred bytes of memory. */
const maximumPathCharacters = 131_072;
/** `code` of an entry of a kind that this reader does not know; no line has it. */
export const unknownKindCode = 'unknownKind';
const decimal = /^-?\d{1,20}$/;

function bad(member: string): never {
  throw new DamageError(`catalog line with a bad ${member}`);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readText(members: Members, name: string): ByteText {
  const text = members[name];
  const base64 = members[`${name}Bytes`];
  const written = typeof text === 'string' ? text : base64;
  if (typeof written !== 'string' || written.length > maximumPathCharacters) return bad(name);
  return written === text ? textToBytes(text) : Buffer.from(written, 'base64').toString('latin1');
}

function readString(members: Members, name: string): string {
  const value = members[name];
  return typeof value === 'string' ? value : bad(name);
}

const decimalMembers = ['modified', 'inode', 'device', 'changed'] as const;
const numberMembers = ['mode', 'owner', 'group', 'attributes'] as const;

function readAttributes(members: Members): EntryAttributes {
  const found: Record<string, string | number | readonly ExtendedAttribute[]> = {};
  for (const name of decimalMembers) {
    const value = members[name];
    if (value === undefined) continue;
    found[name] = typeof value === 'string' && decimal.test(value) ? value : bad(name);
  }
  for (const name of numberMembers) {
    const value = members[name];
    if (value === undefined) continue;
    found[name] = isCount(value) ? value : bad(name);
  }
  const { security, extendedAttributes } = members;
  if (security !== undefined) found.security = readSecurity(security);
  if (extendedAttributes !== undefined) found.extendedAttributes = readExtendedAttributes(extendedAttributes);
  return found;
}

function readChunks(members: Members): number[] {
  const list = members.chunks;
  if (!Array.isArray(list) || list.length > maximumChunksPerLine) return bad('chunks');
  const chunks: number[] = [];
  for (const reference of list) {
    if (!Array.isArray(reference) || reference.length !== 4 || !reference.every(isCount))
      return bad('chunks');
    const [volume = 0, position = 0, offset = 0, length = 0] = reference as number[];
    const isHole = volume === 0;
    if (length === 0 || (isHole ? position + offset !== 0 : position < pageBytes)) return bad('chunks');
    if (!isHole && offset + length > maximumRawBlockBytes) return bad('chunks');
    chunks.push(volume, position, offset, length);
  }
  return chunks;
}

function readSize(members: Members): number {
  return isCount(members.size) ? members.size : bad('size');
}

function readStreamCount({ streams }: Members): { readonly streamCount?: number } {
  if (streams === undefined) return {};
  return isCount(streams) && streams > 0 && streams <= maximumStreams
    ? { streamCount: streams }
    : bad('streams');
}

function readStreamName(members: Members): ByteText {
  const name = readText(members, 'stream');
  return isStreamName(name) ? name : bad('stream');
}

function parseObject(line: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new DamageError('catalog line is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DamageError('catalog line is no object');
  return value as Members;
}

/**
 * Reads one catalog line. Lines of a kind that this reader does not know become `skipped` entries.
 * @throws DamageError
 */
export function decodeLine(line: string): CatalogLine {
  if (line.length > maximumLineCharacters) throw new DamageError('catalog line of an impossible length');
  const members = parseObject(line);
  if (members.kind === 'moreChunks') return { kind: 'moreChunks', chunks: readChunks(members) };
  const path = readText(members, 'path');
  const size = members.kind === 'file' || members.kind === 'stream' ? readSize(members) : 0;
  if (members.kind === 'stream') {
    return { kind: 'stream', path, name: readStreamName(members), size, chunks: readChunks(members) };
  }
  const placed = { path, ...readAttributes(members) };
  switch (members.kind) {
    case 'root': {
      const { rootKind, metadata } = members;
      return {
        kind: 'root',
        ...placed,
        rootKind: rootKind === 'folder' || rootKind === 'file' ? rootKind : bad('rootKind'),
        ...(metadata === undefined ? {} : { metadata: readString(members, 'metadata') }),
      };
    }
    case 'folder':
      return { kind: 'folder', ...placed };
    case 'file': {
      const chunks = readChunks(members);
      const sparse = members.sparse === true;
      return { kind: 'file', ...placed, size, sparse, chunks, ...readStreamCount(members) };
    }
    case 'link': {
      const isJunction = members.junction === true ? { isJunction: true as const } : {};
      return { kind: 'link', ...placed, target: readText(members, 'target'), ...isJunction };
    }
    case 'hardLink':
      return { kind: 'hardLink', ...placed, linkTo: readText(members, 'linkTo') };
    case 'special':
      return { kind: 'special', ...placed, specialKind: readString(members, 'specialKind') };
    case 'skipped':
      return {
        kind: 'skipped',
        ...placed,
        code: readString(members, 'code'),
        reason: readString(members, 'reason'),
      };
    default:
      return {
        kind: 'skipped',
        ...placed,
        code: unknownKindCode,
        reason: `kind ${readString(members, 'kind').slice(0, 64)}`,
      };
  }
}
