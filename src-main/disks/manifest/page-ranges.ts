import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import type { ManifestRange } from './manifest-types.ts';

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
