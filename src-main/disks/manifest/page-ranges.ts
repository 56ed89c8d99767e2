import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import type { ManifestBlock, ManifestRange } from './manifest-types.ts';

/** Bytes of one MD5. */
export const md5Bytes = 16;

/**
 * Page ranges of a file of 4 MiB each, the last one shorter.
 * @param hashes MD5s of the ranges, joined
 */
export function* pageRangesOf(bytes: number, hashes: Uint8Array): Generator<ManifestRange> {
  const count = pageRangeCount(bytes);
  if (hashes.length !== count * md5Bytes) {
    throw new RangeError(`${count} page ranges need ${count * md5Bytes} bytes of MD5, not ${hashes.length}`);
  }
  const view = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  for (let index = 0; index < count; index += 1) {
    const offset = index * pageRangeBytes;
    yield {
      offset,
      length: Math.min(pageRangeBytes, bytes - offset),
      hash: view.toString('hex', index * md5Bytes, (index + 1) * md5Bytes).toUpperCase(),
    };
  }
}

/** Digits of a block's number: enough for 50,000, and the same for all, as a blob's ids must have one length. */
const blockDigits = 6;

/**
 * Blocks of a file: the same pieces as page ranges, with ids by position, so that equal pieces of a blob are told apart.
 * @param hashes MD5s of the blocks, joined
 */
export function* blocksOf(bytes: number, hashes: Uint8Array): Generator<ManifestBlock> {
  let number = 0;
  for (const range of pageRangesOf(bytes, hashes)) {
    const id = Buffer.from(String(number).padStart(blockDigits, '0')).toString('base64');
    number += 1;
    yield { ...range, id };
  }
}
