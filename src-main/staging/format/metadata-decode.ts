/** @file What a catalog line says of a file beside its content, within limits that a forged catalog cannot stretch. */
import { type ByteText, textToBytes } from './byte-text.ts';
import type { ExtendedAttribute } from './catalog-entry.ts';
import {
  maximumAttributeBytes,
  maximumAttributeNameBytes,
  maximumExtendedAttributes,
  maximumSecurityCharacters,
  maximumStreamNameBytes,
} from './constants.ts';
import { DamageError } from './damage.ts';

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

function bad(member: string): never {
  throw new DamageError(`catalog line with a bad ${member}`);
}

/** Length of what a text in base64 stands for, or undefined when it is none. */
function decodedLength(text: string): number | undefined {
  if (text.length % 4 !== 0 || !base64.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** True for a name that an extended attribute can have. */
export function isAttributeName(name: string): boolean {
  return (
    name !== '' &&
    !name.includes('\0') &&
    name.isWellFormed() &&
    Buffer.byteLength(name, 'utf8') <= maximumAttributeNameBytes
  );
}

/** True for a name that an alternate data stream can have: it never leads to another file. */
export function isStreamName(name: ByteText): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what must not be in it
  return name !== '' && name.length <= maximumStreamNameBytes && !/[/\\:\u0000]/.test(name);
}

/** SDDL text. @throws DamageError */
export function readSecurity(value: unknown): string {
  return typeof value === 'string' && value.length <= maximumSecurityCharacters ? value : bad('security');
}

/** Pairs of name and base64, by name. @throws DamageError */
export function readExtendedAttributes(value: unknown): readonly ExtendedAttribute[] {
  const member = 'extendedAttributes';
  if (!Array.isArray(value) || value.length > maximumExtendedAttributes) return bad(member);
  let bytes = 0;
  let previous = '';
  return value.map((pair: unknown): ExtendedAttribute => {
    if (!Array.isArray(pair) || pair.length !== 2) return bad(member);
    const [name, text] = pair as readonly unknown[];
    if (typeof name !== 'string' || typeof text !== 'string' || !isAttributeName(name)) return bad(member);
    const order = textToBytes(name);
    if (order <= previous) return bad(member);
    previous = order;
    bytes += decodedLength(text) ?? bad(member);
    return bytes > maximumAttributeBytes ? bad(member) : [name, text];
  });
}
