import { createNameTest, type NameTest } from './name-pattern.ts';

/**
 * Why a pattern cannot be used. Words: `rules.<code>`. docs/exclusions.md has the syntax.
 * - `patternDoubleStar`: `**` beside other characters of a name
 * - `patternEmptyPart`: `//`, or a slash alone
 * - `patternDotPart`: `.` or `..` as a folder
 * - `patternFullPath`: begins with a drive; patterns are read below the folder of their rule
 * - `patternNeedsSubfolders`: speaks of folders in a rule for the files right in its folder
 */
export const patternRuleCodes = [
  'patternEmpty',
  'patternTooLong',
  'patternTooDeep',
  'patternDoubleStar',
  'patternEmptyPart',
  'patternDotPart',
  'patternFullPath',
  'patternNeedsSubfolders',
] as const;
export type PatternRuleCode = (typeof patternRuleCodes)[number];

/** The longest path that programs without long paths can open on Windows. */
export const maximumPatternLength = 260;
/** Places in a pattern are bits of one number. */
const maximumParts = 29;

/** Any folders, or none. */
const anyFolders = '**';

/** A pattern ready to be followed from folder to folder. */
export interface PathPattern {
  readonly parts: readonly (NameTest | typeof anyFolders)[];
  /** Ended with a slash: speaks of folders only. */
  readonly foldersOnly: boolean;
  /** The one test of a pattern without slash, which holds in every folder below. */
  readonly nameTest: NameTest | undefined;
}

interface Spelled {
  readonly parts: readonly string[];
  readonly foldersOnly: boolean;
  readonly isAnchored: boolean;
}

function spell(text: string): Spelled {
  const path = text.replaceAll('\\', '/');
  const foldersOnly = path.length > 1 && path.endsWith('/');
  const body = foldersOnly ? path.slice(0, -1) : path;
  const isAnchored = body.startsWith('/');
  return { parts: (isAnchored ? body.slice(1) : body).split('/'), foldersOnly, isAnchored };
}

/**
 * First broken rule of a pattern as typed, or undefined.
 * @param inSubfolders whether its rule holds in the folders below
 */
export function brokenPatternRule(text: string, inSubfolders = true): PatternRuleCode | undefined {
  if (text.trim() === '') return 'patternEmpty';
  if (text.length > maximumPatternLength) return 'patternTooLong';
  const { parts, foldersOnly } = spell(text);
  if (/^[A-Za-z]:$/.test(parts[0] ?? '')) return 'patternFullPath';
  if (parts.length > maximumParts) return 'patternTooDeep';
  if (parts.includes('')) return 'patternEmptyPart';
  if (parts.some((part) => part === '.' || part === '..')) return 'patternDotPart';
  if (parts.some((part) => part.includes('**') && part !== anyFolders)) return 'patternDoubleStar';
  return !inSubfolders && (parts.length > 1 || foldersOnly) ? 'patternNeedsSubfolders' : undefined;
}

/** @param pattern one without a broken rule, in lower case when names are compared so */
export function compilePathPattern(pattern: string): PathPattern {
  const { parts, foldersOnly, isAnchored } = spell(pattern);
  // `cache/**` speaks of what is in the folder, not of the folder itself.
  const complete = parts.at(-1) === anyFolders ? [...parts, '*'] : parts;
  const single = complete.filter((part, index) => part !== anyFolders || complete[index - 1] !== anyFolders);
  const tests = single.map((part) => (part === anyFolders ? anyFolders : createNameTest(part)));
  const [only] = tests;
  const isName = tests.length === 1 && !isAnchored && only !== anyFolders;
  return { parts: tests, foldersOnly, nameTest: isName ? only : undefined };
}

function withSkips({ parts }: PathPattern, places: number): number {
  let reached = places;
  for (let index = 0; index < parts.length; index += 1) {
    if ((reached >>> index) & 1 && parts[index] === anyFolders) reached |= 1 << (index + 1);
  }
  return reached;
}

/** Where the pattern stands in the folder of its rule. Bit n: the first n parts are found. */
export function firstPlaces(pattern: PathPattern): number {
  return withSkips(pattern, 1);
}

/** Where the pattern stands one name further down; 0: nothing below can fit. */
export function placesAfter(pattern: PathPattern, places: number, name: string): number {
  const { parts } = pattern;
  let next = 0;
  for (let index = 0; index < parts.length; index += 1) {
    if (((places >>> index) & 1) === 0) continue;
    const part = parts[index];
    if (part === anyFolders) next |= 1 << index;
    else if (part?.(name) === true) next |= 1 << (index + 1);
  }
  return withSkips(pattern, next);
}

/** True when the whole pattern fits a file of this name in a folder where it stands at these places. */
export function fitsFileName({ parts, foldersOnly }: PathPattern, places: number, name: string): boolean {
  const last = parts.length - 1;
  if (foldersOnly || ((places >>> last) & 1) === 0) return false;
  const test = parts[last];
  return test !== undefined && test !== anyFolders && test(name);
}

/** True when the last name that was followed fits the whole pattern. */
export function isWholePattern({ parts }: PathPattern, places: number): boolean {
  return ((places >>> parts.length) & 1) === 1;
}
