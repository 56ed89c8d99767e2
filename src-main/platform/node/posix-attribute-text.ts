/** @file The text that `getfattr` prints and `setfattr --restore` takes. Bytes stand as characters 0 to 255 (latin1). */
import type { ExtendedAttribute } from '../ports/file-metadata.ts';

const fileMark = '# file: ';

/** Both programs write what would break a line as a backslash and three octal digits. */
function unquote(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_match, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

function quote(text: string, others = ''): string {
  return [...text]
    .map((character) =>
      character === '\\' || character === '\n' || character === '\r' || others.includes(character)
        ? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`
        : character,
    )
    .join('');
}

const toText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');
const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** @returns undefined for what is no line of an attribute */
function parseAttribute(line: string): ExtendedAttribute | undefined {
  const end = line.indexOf('=');
  const name = toText(unquote(end < 0 ? line : line.slice(0, end)));
  const value = end < 0 ? '' : line.slice(end + 1);
  if (name === '') return undefined;
  if (value === '' || value === '""') return [name, ''];
  return value.startsWith('0s') ? [name, value.slice(2)] : undefined;
}

const byName = ([left]: ExtendedAttribute, [right]: ExtendedAttribute): number =>
  toBytes(left) < toBytes(right) ? -1 : 1;

/**
 * Attributes by path, each list in order of its names. Files without any are not in it.
 * @param output of `getfattr --dump --encoding=base64 --absolute-names`, as latin1
 */
export function parseAttributeText(output: string): ReadonlyMap<string, readonly ExtendedAttribute[]> {
  const found = new Map<string, ExtendedAttribute[]>();
  let current: ExtendedAttribute[] = [];
  for (const line of output.split('\n')) {
    if (line.startsWith(fileMark)) {
      current = [];
      found.set(unquote(line.slice(fileMark.length)), current);
      continue;
    }
    const attribute = parseAttribute(line);
    if (attribute !== undefined) current.push(attribute);
  }
  for (const list of found.values()) list.sort(byName);
  return found;
}

/** Input of `setfattr --restore=-`, as latin1. @param path as latin1 */
export function attributeText(path: string, attributes: readonly ExtendedAttribute[]): string {
  const lines = attributes.map(([name, value]) => {
    const quoted = quote(toBytes(name), '=');
    return value === '' ? `${quoted}=""` : `${quoted}=0s${value}`;
  });
  return `${fileMark}${quote(path)}\n${lines.join('\n')}\n\n`;
}

/**
 * What the programs said of single files, by path. They name the program, the path, perhaps the attribute, and the failure.
 * @param paths that were asked for, as latin1
 */
export function parseFailures(errorOutput: string, paths: ReadonlySet<string>): ReadonlyMap<string, string> {
  const failures = new Map<string, string>();
  for (const line of errorOutput.split('\n')) {
    const said = line.replace(/^\/?[^: ]*[gs]etfattr: /, '');
    const reasonAt = said.lastIndexOf(': ');
    if (reasonAt < 0) continue;
    const reason = said.slice(reasonAt + 2);
    let path = said.slice(0, reasonAt);
    if (!paths.has(unquote(path))) path = path.slice(0, Math.max(0, path.lastIndexOf(': ')));
    const known = unquote(path);
    if (paths.has(known) && !failures.has(known)) failures.set(known, reason.slice(0, 200));
  }
  return failures;
}
