import { isUtf8 } from 'node:buffer';

/**
 * Name or path as the bytes that the file system has, one character (0 to 255) per byte: comparing two with `<` is comparing
 * bytes, and no name is lost, whether it is UTF-8 or not. On Windows the bytes are the UTF-8 form of the name; a lone surrogate
 * becomes its three bytes (WTF-8).
 */
export type ByteText = string;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether all characters are 7-bit
const ascii = /^[\u0000-\u007f]*$/;

function encodeLoneSurrogates(text: string): Buffer {
  const pieces: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    pieces.push(
      code >= 0xd800 && code <= 0xdfff
        ? Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
        : Buffer.from(character, 'utf8'),
    );
  }
  return Buffer.concat(pieces);
}

export function textToBytes(text: string): ByteText {
  if (ascii.test(text)) return text;
  const bytes = text.isWellFormed() ? Buffer.from(text, 'utf8') : encodeLoneSurrogates(text);
  return bytes.toString('latin1');
}

/** @returns undefined when the bytes are no valid UTF-8 */
export function bytesToText(bytes: ByteText): string | undefined {
  if (ascii.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  return isUtf8(buffer) ? buffer.toString('utf8') : undefined;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** Text that leads back to the bytes: what is no UTF-8 stands as lone surrogates U+DC80 to U+DCFF. */
export function bytesToShownText(bytes: ByteText): string {
  const text = bytesToText(bytes);
  if (text !== undefined) return text;
  const buffer = Buffer.from(bytes, 'latin1');
  let shown = '';
  for (let index = 0; index < buffer.length; ) {
    const lead = buffer[index] ?? 0;
    const piece = buffer.subarray(index, index + sequenceLength(lead));
    const isValid = isUtf8(piece);
    shown += isValid ? piece.toString('utf8') : String.fromCharCode(0xdc00 + lead);
    index += isValid ? piece.length : 1;
  }
  return shown;
}

/** Inverse of `bytesToShownText`. */
export function shownTextToBytes(shown: string): ByteText {
  if (shown.isWellFormed()) return textToBytes(shown);
  let bytes = '';
  for (const character of shown) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code >= 0xdc80 && code <= 0xdcff ? String.fromCharCode(code - 0xdc00) : textToBytes(character);
  }
  return bytes;
}

/** Order of names in a catalog. */
function compareBytes(left: ByteText, right: ByteText): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Order of paths in a catalog: part by part, a folder before what is in it. */
export function comparePaths(left: ByteText, right: ByteText): number {
  return compareBytes(left.replaceAll('/', '\0'), right.replaceAll('/', '\0'));
}
