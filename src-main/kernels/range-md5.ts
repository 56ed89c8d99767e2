/** @file For worker threads: MD5 of the 4 MiB ranges of a page blob, several ranges at a time. */
import { hash } from 'node:crypto';
import { pageRangeBytes } from '../../src-shared/domain/capacity-planning.ts';
import { digestAddress, type Kernels } from './kernels.ts';

const md5Bytes = 16;

/**
 * MD5s of the 4 MiB ranges of a region of the kernels' memory; the last range may be shorter. Eight whole ranges at a time, then four,
 * then one by one through node:crypto.
 * @param start address of the region
 * @returns 16 bytes a range, joined
 */
export function rangeMd5(kernels: Kernels, start: number, bytes: number): Buffer {
  const digests = Buffer.allocUnsafe(Math.ceil(bytes / pageRangeBytes) * md5Bytes);
  const written = Buffer.from(kernels.memory.buffer, digestAddress, 8 * md5Bytes);
  const wholeRanges = Math.floor(bytes / pageRangeBytes);
  let done = 0;
  for (; wholeRanges - done >= 8; done += 8) {
    kernels.md5x8(start + done * pageRangeBytes, pageRangeBytes, pageRangeBytes, digestAddress);
    written.copy(digests, done * md5Bytes);
  }
  for (; wholeRanges - done >= 4; done += 4) {
    kernels.md5x4(start + done * pageRangeBytes, pageRangeBytes, pageRangeBytes, digestAddress);
    written.copy(digests, done * md5Bytes, 0, 4 * md5Bytes);
  }
  for (; done * pageRangeBytes < bytes; done += 1) {
    const at = done * pageRangeBytes;
    const range = Buffer.from(kernels.memory.buffer, start + at, Math.min(pageRangeBytes, bytes - at));
    hash('md5', range, 'buffer').copy(digests, done * md5Bytes);
  }
  return digests;
}
