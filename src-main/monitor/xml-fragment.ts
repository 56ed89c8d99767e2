import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** An element: its name, attributes, text, and children in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** The text is no XML that we accept. */
export class XmlRefused extends Error {}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML itself and character numbers; nothing that a document could define. */
function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return predefined[name as string] ?? all;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

const nodeSchema = z.record(z.string(), z.unknown());
const attributesSchema = z.record(z.string(), z.coerce.string());

/** Turns one node of the parser's ordered form into an element, or its text. */
function convert(node: unknown): XmlElement | string {
  const { ':@': attributes, '#text': text, ...rest } = nodeSchema.parse(node);
  if (text !== undefined) return decode(String(text));
  const [entry] = Object.entries(rest);
  if (entry === undefined) return '';
  const [name, content] = entry;
  const parts = z.array(z.unknown()).parse(content).map(convert);
  const decoded = Object.entries(attributesSchema.parse(attributes ?? {})).map(
    ([key, value]) => [key, decode(value)] as const,
  );
  return {
    name,
    attributes: Object.fromEntries(decoded),
    text: parts.filter((part) => typeof part === 'string').join(''),
    children: parts.filter((part) => typeof part !== 'string'),
  };
}

/**
 * Parses a document or a fragment with several roots, as the logs of 2021-08-01 are (import-export.md 2.6). Entities are not
 * processed and document types are refused, so that nothing in the text can grow or reach outside.
 * @throws XmlRefused
 */
export function parseXmlFragment(text: string): readonly XmlElement[] {
  const body = text.replace(/^\uFEFF/, '').replace(/<\?[^>]*\?>/g, '');
  if (/<!(DOCTYPE|ENTITY)/i.test(body)) throw new XmlRefused('A document type is not accepted');
  const document = `<root>${body}</root>`;
  const verdict = XMLValidator.validate(document);
  if (verdict !== true) throw new XmlRefused(`${verdict.err.code} in line ${verdict.err.line}`);
  try {
    const [root] = z.array(z.unknown()).parse(parser.parse(document)).map(convert);
    if (root === undefined || typeof root === 'string') throw new XmlRefused('No element');
    return root.children;
  } catch (cause) {
    throw cause instanceof XmlRefused ? cause : new XmlRefused('Not understood', { cause });
  }
}

/** First child of a name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

export const childText = (element: XmlElement, name: string): string => childOf(element, name)?.text ?? '';
