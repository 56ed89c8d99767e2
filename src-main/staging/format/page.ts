import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { maximumPageBytes, pageBytes } from './constants.ts';
import { DamageError } from './damage.ts';

const magic = Buffer.from('OBSEED01', 'latin1');
const headerBytes = 16;
const trailerBytes = 64;
const zeros = Buffer.alloc(64 * 1024);

/** True when every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  for (let start = 0; start < bytes.length; start += zeros.length) {
    const piece = bytes.subarray(start, start + zeros.length);
    if (Buffer.compare(piece, zeros.subarray(0, piece.length)) !== 0) return false;
  }
  return true;
}

/**
 * Builds a page (staging-format.md 2) around a JSON object.
 * @param wantedLength length of the page; as short as it can be when left out
 * @throws RangeError when the JSON does not fit
 */
export function encodePage(content: object, pageKey: KeyObject, wantedLength?: number): Buffer {
  const json = Buffer.from(JSON.stringify(content), 'utf8');
  const least = Math.ceil((headerBytes + json.length + trailerBytes) / pageBytes) * pageBytes;
  const length = wantedLength ?? least;
  if (length < least || length > maximumPageBytes) throw new RangeError(`page of ${least} bytes`);
  const page = Buffer.alloc(length);
  magic.copy(page);
  page.writeUInt32LE(length, 8);
  page.writeUInt32LE(json.length, 12);
  json.copy(page, headerBytes);
  createHmac('sha256', pageKey)
    .update(page.subarray(0, length - 64))
    .digest()
    .copy(page, length - 64);
  createHash('sha256')
    .update(page.subarray(0, length - 32))
    .digest()
    .copy(page, length - 32);
  return page;
}

/** True when bytes begin as a page of this format does. */
export function looksLikePage(start: Uint8Array): boolean {
  return start.length >= magic.length && magic.equals(start.subarray(0, magic.length));
}

/**
 * Length of the page that begins with these bytes.
 * @param start at least 16 bytes
 * @throws DamageError
 */
export function pageLength(start: Buffer): number {
  if (start.length < headerBytes || !looksLikePage(start)) throw new DamageError('no page here');
  const length = start.readUInt32LE(8);
  if (length < pageBytes || length > maximumPageBytes || length % pageBytes !== 0) {
    throw new DamageError('page has an impossible length');
  }
  return length;
}

/**
 * Checks a whole page against its SHA-256 and gives its JSON.
 * @throws DamageError
 */
export function decodePage(page: Buffer): unknown {
  const length = pageLength(page);
  if (page.length !== length) throw new DamageError('page is cut off');
  const digest = createHash('sha256')
    .update(page.subarray(0, length - 32))
    .digest();
  if (!digest.equals(page.subarray(length - 32))) throw new DamageError('page fails its checksum');
  const jsonLength = page.readUInt32LE(12);
  if (jsonLength > length - headerBytes - trailerBytes)
    throw new DamageError('page has an impossible JSON length');
  if (!isZero(page.subarray(headerBytes + jsonLength, length - trailerBytes))) {
    throw new DamageError('page is not padded with zeros');
  }
  try {
    return JSON.parse(page.toString('utf8', headerBytes, headerBytes + jsonLength));
  } catch {
    throw new DamageError('page holds no JSON');
  }
}

/**
 * Checks who wrote a page.
 * @throws DamageError when it was not written with this key
 */
export function authenticatePage(page: Buffer, pageKey: KeyObject): void {
  const expected = createHmac('sha256', pageKey)
    .update(page.subarray(0, page.length - 64))
    .digest();
  if (!timingSafeEqual(expected, page.subarray(page.length - 64, page.length - 32))) {
    throw new DamageError('page fails its authentication');
  }
}
