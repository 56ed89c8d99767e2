/**
 * What the wizard was started with, in the spelling of the tool it stands for (offline-backup.md R118 to R122, R175 to R178):
 * `s:<staging location>`, `p:<publish settings file>`, `u:` for the shipping details; or the path of an exported job file.
 */
export interface StartArguments {
  readonly stagingPath?: string;
  /** Taken for old habits' sake: signing in has replaced the file. */
  readonly publishSettingsPath?: string;
  readonly jobFile?: string;
  /** `u:`: the shipping details are wanted, not the disks. */
  readonly wantsShipping: boolean;
}

/** Why an argument cannot be taken; words under `errors.start.*`. */
export type StartProblemCode =
  | 'start.argumentUnknown'
  | 'start.argumentRepeated'
  | 'start.argumentEmpty'
  | 'start.argumentSurplus';

export interface StartProblem {
  readonly code: StartProblemCode;
  /** The argument as it was given, shortened. */
  readonly argument: string;
}

export type ParsedStart =
  | { readonly ok: true; readonly value: StartArguments }
  | { readonly ok: false; readonly problem: StartProblem };

type Prefix = 's' | 'p' | 'u';

/** What an operator types behind the program's name to prepare disks for a staging location; in quotes when it has blanks. */
export function startArgumentFor(stagingPath: string): string {
  return /\s/.test(stagingPath) ? `s:"${stagingPath}"` : `s:${stagingPath}`;
}

interface Part {
  /** Absent: no prefix; a job file, or nonsense. */
  readonly prefix: Prefix | undefined;
  readonly text: string;
}

const longestShown = 200;
/** A quote that a shell did not take away ends a value: `s:"D:\My Staging\" p:...` reaches a program as one word. */
const quotedEnd = /"\s+(?=[spu]:)/i;
const prefixed = /^([spu]):(.*)$/is;
const jobFileName = /\.json$/i;

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^"+|"+$/g, '')
    .trim();

function partOf(word: string): Part {
  const found = prefixed.exec(unquoted(word));
  if (found === null) return { prefix: undefined, text: unquoted(word) };
  return { prefix: (found[1] ?? '').toLowerCase() as Prefix, text: unquoted(found[2] ?? '') };
}

/** Words that belong together: a path with blanks that nobody quoted arrives in pieces, and `s: D:\x` in two. */
function partsOf(words: readonly string[]): Part[] {
  const parts: Part[] = [];
  for (const word of words.flatMap((each) => each.split(quotedEnd))) {
    const part = partOf(word);
    const last = parts.at(-1);
    if (last?.prefix !== undefined && last.prefix !== 'u' && belongsTo(last, part)) {
      const more = part.prefix === undefined ? part.text : `${part.prefix.toUpperCase()}:${part.text}`;
      parts[parts.length - 1] = { ...last, text: last.text === '' ? more : `${last.text} ${more}` };
    } else if (part.prefix !== undefined || part.text !== '') parts.push(part);
  }
  return parts;
}

function belongsTo({ prefix, text }: Part, next: Part): boolean {
  // `s: S:\staging`: the value is still missing, so this is a drive letter.
  if (next.prefix !== undefined) return next.prefix === prefix && text === '' && next.text !== '';
  if (next.text === '' || next.text.startsWith('-')) return false;
  // No path has a colon but behind the letter of its drive.
  if (text !== '' && /^\w:/.test(next.text)) return false;
  return text === '' || !jobFileName.test(next.text);
}

const shown = ({ prefix, text }: Part): string =>
  `${prefix === undefined ? '' : `${prefix}:`}${text}`.slice(0, longestShown);

function problemOf(part: Part, parts: readonly Part[]): StartProblemCode | undefined {
  const { prefix, text } = part;
  if (prefix === undefined && (text.startsWith('-') || !jobFileName.test(text)))
    return 'start.argumentUnknown';
  const first = parts.find((other) => other.prefix === prefix);
  if (first !== part) return 'start.argumentRepeated';
  if (prefix === 'u') return text === '' ? undefined : 'start.argumentSurplus';
  // No path of any system holds it; it would only confuse what comes later.
  if (text.includes('\0')) return 'start.argumentUnknown';
  return text === '' ? 'start.argumentEmpty' : undefined;
}

/**
 * Reads start arguments in any order and case. Quotes around values are dropped; a path that was split at its blanks is put together
 * again. Paths are taken as typed: whoever knows the working folder makes them absolute.
 * @param words arguments without the program's own path and switches
 */
export function parseStartArguments(words: readonly string[]): ParsedStart {
  const parts = partsOf(words);
  for (const part of parts) {
    const code = problemOf(part, parts);
    if (code !== undefined) return { ok: false, problem: { code, argument: shown(part) } };
  }
  const textOf = (prefix: Prefix | undefined) => parts.find((part) => part.prefix === prefix)?.text;
  const [stagingPath, publishSettingsPath, jobFile] = [textOf('s'), textOf('p'), textOf(undefined)];
  return {
    ok: true,
    value: {
      ...(stagingPath === undefined ? {} : { stagingPath }),
      ...(publishSettingsPath === undefined ? {} : { publishSettingsPath }),
      ...(jobFile === undefined ? {} : { jobFile }),
      wantsShipping: textOf('u') !== undefined,
    },
  };
}
