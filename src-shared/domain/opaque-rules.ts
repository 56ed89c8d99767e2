import type { BlobKind, OpaqueCheck, OpaqueProblem, OpaqueProblemCode } from './opaque.ts';

/** A file of a folder, `/` between the parts of its name. */
export interface OpaqueFile {
  readonly name: string;
  readonly bytes: number;
  /** Known before any rule: a link or device, or a file that may not be read. */
  readonly problem?: OpaqueProblemCode;
}

const pageBytes = 512;
/** Longest page blob, and 50,000 blocks of 4 MiB (import-export.md 2.1). */
const largestPageBlobBytes = 8 * 2 ** 40;
const largestBlockBlobBytes = 50_000 * 4 * 2 ** 20;
const longestBlobName = 1024;
/** Longest name of a file or folder on NTFS, in UTF-16 units. */
const longestPart = 255;
const mostProblemsShown = 200;
const longestShown = 1000;
/** Names that Windows keeps for devices, with or without an ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const refusedCharacter = /[<>:"|?*\\]/;

/** Most files of one folder; the record of a job names each one. */
export const mostOpaqueFiles = 20_000;

const hasControl = (part: string): boolean =>
  [...part].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    // Lone surrogates and U+FFFE, U+FFFF are no text for XML.
    return (
      code < 0x20 || code === 0x7f || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff
    );
  });

const isPortable = (part: string): boolean =>
  part !== '' &&
  !/[. ]$/.test(part) &&
  !refusedCharacter.test(part) &&
  !deviceName.test(part) &&
  !hasControl(part);

/** What is wrong with the name of a file that has to live on NTFS and become a blob; undefined when nothing is. */
function nameProblem(name: string, prefix: string): OpaqueProblemCode | undefined {
  const parts = name.split('/');
  if (!parts.every(isPortable)) return 'nameNotPortable';
  // So are files named while they are written; what bears such a name on a drive is removed.
  if (/\.partial$/i.test(name)) return 'partialName';
  const isTooLong =
    parts.some((part) => part.length > longestPart) || prefix.length + name.length > longestBlobName;
  return isTooLong ? 'nameTooLong' : undefined;
}

function lengthProblem(bytes: number, kind: BlobKind): OpaqueProblemCode | undefined {
  if (kind === 'block') return bytes > largestBlockBlobBytes ? 'tooLongForBlocks' : undefined;
  if (bytes % pageBytes !== 0) return 'notMultipleOf512';
  return bytes > largestPageBlobBytes ? 'tooLongForPages' : undefined;
}

const shortened = (name: string): string =>
  name.length <= longestShown
    ? name
    : `${name.slice(0, longestShown / 2)}...${name.slice(-longestShown / 2)}`;

/**
 * Judges the files of a folder.
 * @param prefix virtual folder inside the container
 */
export function judgeOpaqueFiles(
  files: readonly OpaqueFile[],
  { blobKind, prefix }: { readonly blobKind: BlobKind; readonly prefix: string },
): OpaqueCheck {
  const counts = new Map<string, number>();
  for (const { name } of files) {
    const key = name.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  // Drives do not tell upper from lower case.
  const isTaken = (name: string): boolean => (counts.get(name.toLowerCase()) ?? 0) > 1;
  const problems: OpaqueProblem[] = [];
  let blocksWouldDo = blobKind === 'page';
  for (const { name, bytes, problem } of files) {
    const other = problem ?? nameProblem(name, prefix) ?? (isTaken(name) ? 'nameTaken' : undefined);
    const code = other ?? lengthProblem(bytes, blobKind);
    if (code === undefined) continue;
    blocksWouldDo &&= other === undefined && lengthProblem(bytes, 'block') === undefined;
    problems.push({ file: shortened(name), code, bytes });
  }
  return {
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    problems: problems.slice(0, mostProblemsShown),
    problemCount: problems.length,
    blocksWouldDo: blocksWouldDo && problems.length > 0,
  };
}

export type PrefixRuleCode = 'prefixCharacters' | 'prefixSlashes';

/** Virtual folder inside the container: parts of letters, digits, `.`, `_`, `-`, each ending with a slash; empty for none. */
export function brokenPrefixRule(prefix: string): PrefixRuleCode | undefined {
  if (prefix === '') return undefined;
  if (!/^[\w./-]+$/.test(prefix)) return 'prefixCharacters';
  return prefix.startsWith('/') ||
    prefix.includes('//') ||
    /(^|\/)\.+\/|\.\//.test(prefix) ||
    !prefix.endsWith('/')
    ? 'prefixSlashes'
    : undefined;
}

/** A prefix as typed in its normal form: a slash at the end, none at the beginning. */
export function normalPrefix(typed: string): string {
  const trimmed = typed.trim().replaceAll('\\', '/').replace(/^\/+/, '');
  return trimmed === '' || trimmed.endsWith('/') ? trimmed : `${trimmed}/`;
}
