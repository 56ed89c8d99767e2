/** @file Streaming reader of the small XML subset that drive manifests use. Refuses document types, comments and CDATA. */

export type XmlToken =
  | { readonly type: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly type: 'close'; readonly name: string }
  | { readonly type: 'text'; readonly text: string };

/** Text that is not in the subset: where and why. */
export class XmlInvalid extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'XmlInvalid';
  }
}

const longestTag = 16 * 1024;
const longestText = 64 * 1024;
const namePattern = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&([^;&\s]{0,10})(;?)/g, (whole, name: string, end: string) => {
    const known = end === ';' ? namedEntities[name] : undefined;
    if (known !== undefined) return known;
    const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code =
      digits === null ? Number.NaN : Number.parseInt(digits[1] ?? digits[2] ?? '', digits[1] ? 16 : 10);
    if (end !== ';' || !(code >= 9 && code <= 0x10ffff)) throw new XmlInvalid(`Unknown entity ${whole}`);
    return String.fromCodePoint(code);
  });
}

/** Index of the `>` that ends a tag, quotes respected, or -1 when it is not in the text yet. */
function endOfTag(text: string): number {
  let quote = '';
  for (let index = 1; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index;
  }
  return -1;
}

function parseAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let rest = text;
  while (rest.trim() !== '') {
    const match = /^\s+([^\s=]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/.exec(rest);
    const name = match?.[1] ?? '';
    if (match === null || !namePattern.test(name) || attributes.has(name)) {
      throw new XmlInvalid(`Attribute not readable in ${text.slice(0, 80)}`);
    }
    attributes.set(name, decodeEntities(match[2] ?? match[3] ?? ''));
    rest = rest.slice(match[0].length);
  }
  return attributes;
}

function parseTag(tag: string): readonly XmlToken[] {
  const inner = tag.slice(1, -1);
  if (inner.startsWith('/')) {
    const name = inner.slice(1).trimEnd();
    if (!namePattern.test(name)) throw new XmlInvalid(`Not a closing tag: ${tag.slice(0, 80)}`);
    return [{ type: 'close', name }];
  }
  const closesItself = inner.endsWith('/');
  const body = closesItself ? inner.slice(0, -1) : inner;
  const name = /^[^\s]*/.exec(body)?.[0] ?? '';
  if (!namePattern.test(name)) throw new XmlInvalid(`Not a tag: ${tag.slice(0, 80)}`);
  const open: XmlToken = { type: 'open', name, attributes: parseAttributes(body.slice(name.length)) };
  return closesItself ? [open, { type: 'close', name }] : [open];
}

/** Takes the byte order mark and the declaration off the beginning. */
function withoutProlog(text: string): string {
  const start = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const declaration = /^<\?xml\s[^<>]*\?>/.exec(start);
  return declaration === null ? start : start.slice(declaration[0].length);
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new XmlInvalid('Not UTF-8');
    throw error;
  }
}

/**
 * Cuts XML into tags and text. White space around text is kept; nesting is the caller's matter.
 * @throws XmlInvalid for anything outside the subset, and for tags or texts of unreasonable length
 */
export async function* xmlTokens(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<XmlToken> {
  let text = '';
  let isAtStart = true;
  for await (const chunk of decoded(chunks)) {
    text += chunk;
    if (isAtStart && text.length < longestTag && !/<[^?]/.test(text)) continue;
    if (isAtStart) text = withoutProlog(text);
    isAtStart = false;
    let position = 0;
    while (position < text.length) {
      const rest = text.slice(position, position + longestText + longestTag);
      const tokenLength = rest.startsWith('<') ? endOfTag(rest.slice(0, longestTag)) + 1 : rest.indexOf('<');
      if (tokenLength <= 0) break;
      const token = rest.slice(0, tokenLength);
      if (token.startsWith('<')) yield* parseTag(token);
      else yield { type: 'text', text: decodeEntities(token) };
      position += tokenLength;
    }
    text = text.slice(position);
    const longest = text.startsWith('<') ? longestTag : longestText;
    if (text.length > longest + 64 * 1024) throw new XmlInvalid('A tag or text is too long');
  }
  if (isAtStart) text = withoutProlog(text);
  if (text.trim() !== '') throw new XmlInvalid('Ends in the middle of a tag');
}
