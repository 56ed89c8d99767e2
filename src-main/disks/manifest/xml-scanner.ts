/** What a scanner calls while it reads. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  text(text: string): void;
  close(name: string): void;
}

/** The text is not the XML that a manifest may be. */
export class XmlFault extends Error {}

const longestToken = 64 * 1024;
const deepestElement = 8;
const mostAttributes = 8;

const namePattern = /^[A-Za-z_][\w.-]*/;
const attributePattern = /\s+([A-Za-z_][\w.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const declarationPattern =
  /^<\?xml\s+version\s*=\s*["']1\.0["'](\s+encoding\s*=\s*["']utf-8["'])?(\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>$/i;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const known = entities[name];
    if (known !== undefined && whole.endsWith(';')) return known;
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const code =
      number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? '', number[1] ? 16 : 10);
    if (!whole.endsWith(';') || !(code >= 0x20 && code < 0x110000)) {
      throw new XmlFault(`Unknown entity ${whole.slice(0, 16)}`);
    }
    return String.fromCodePoint(code);
  });
}

/**
 * Reads the small part of XML that manifests consist of, piece by piece: declaration, elements, attributes, text, comments.
 * Document types, CDATA, processing instructions and entities beyond the five of XML are refused; every token has a limit.
 */
export class XmlScanner {
  readonly #handler: XmlHandler;
  readonly #path: string[] = [];
  #rest = '';
  #hasRoot = false;
  #isFirstToken = true;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  /** @throws XmlFault */
  write(text: string): void {
    let input = this.#rest + text;
    let from = 0;
    if (this.#isFirstToken && input.startsWith('\ufeff')) from = 1;
    for (;;) {
      const start = input.indexOf('<', from);
      if (start < 0) break;
      const isComment = input.startsWith('<!--', start);
      const end = input.indexOf(isComment ? '-->' : '>', isComment ? start + 4 : start);
      if (end < 0) break;
      const next = end + (isComment ? 3 : 1);
      this.#checkLength(next - from);
      if (start > from) this.#text(input.slice(from, start));
      if (!isComment) this.#tag(input.slice(start, next));
      this.#isFirstToken = false;
      from = next;
    }
    input = input.slice(from);
    this.#checkLength(input.length);
    this.#rest = input;
  }

  /** @throws XmlFault when the text ends too early */
  end(): void {
    if (this.#rest.trim() !== '' || this.#path.length > 0 || !this.#hasRoot) {
      throw new XmlFault('The file ends too early');
    }
  }

  #checkLength(length: number): void {
    if (length > longestToken) throw new XmlFault('A piece of the file is too long');
  }

  #text(raw: string): void {
    if (this.#path.length > 0) this.#handler.text(decodeText(raw));
    else if (raw.trim() !== '') throw new XmlFault('Text outside the root');
  }

  #tag(tag: string): void {
    if (tag.startsWith('<?')) {
      if (this.#isFirstToken && declarationPattern.test(tag)) return;
      throw new XmlFault('Processing instructions are not allowed');
    }
    if (tag.startsWith('<!')) throw new XmlFault('Document types and CDATA are not allowed');
    if (tag.startsWith('</')) this.#close(tag.slice(2, -1).trimEnd());
    else this.#open(tag);
  }

  #open(tag: string): void {
    const isEmpty = tag.endsWith('/>');
    const body = tag.slice(1, isEmpty ? -2 : -1);
    const name = namePattern.exec(body)?.[0];
    if (name === undefined) throw new XmlFault('A tag without a name');
    if (this.#path.length === 0 && this.#hasRoot) throw new XmlFault('More than one root');
    if (this.#path.length >= deepestElement) throw new XmlFault('Elements are nested too deeply');
    this.#hasRoot = true;
    this.#handler.open(name, readAttributes(body, name.length));
    if (isEmpty) this.#handler.close(name);
    else this.#path.push(name);
  }

  #close(name: string): void {
    if (this.#path.pop() !== name) throw new XmlFault(`</${name.slice(0, 64)}> closes another element`);
    this.#handler.close(name);
  }
}

function readAttributes(body: string, from: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  attributePattern.lastIndex = from;
  let end = from;
  for (let match = attributePattern.exec(body); match !== null; match = attributePattern.exec(body)) {
    const name = match[1] ?? '';
    if (attributes.has(name)) throw new XmlFault(`Attribute ${name} stands twice`);
    attributes.set(name, decodeText(match[2] ?? match[3] ?? ''));
    if (attributes.size > mostAttributes) throw new XmlFault('Too many attributes');
    end = attributePattern.lastIndex;
  }
  if (body.slice(end).trim() !== '') throw new XmlFault('A tag with malformed attributes');
  return attributes;
}
