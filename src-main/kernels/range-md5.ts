/** @file For worker threads: MD5 of the 4 MiB ranges of a page blob, several ranges at a time. */
import { hash } from 'node:crypto';
import { pageRangeBytes } from '../../src-shared/domain/capacity-planning.ts';
import { digestAddress, type Kernels } from './kernels.ts';

const md5Bytes = 16;

/**
 * How many lanes hash the next ranges fastest: eight as soon as five are left, four as soon as three are. Lanes behind the last range
 * hash whatever is there, for nothing, so they must lie in the memory.
 */
function lanesFor(rangesLeft: number, bytesToEndOfMemory: number): 1 | 4 | 8 {
  if (rangesLeft > 4 && bytesToEndOfMemory >= 8 * pageRangeBytes) return 8;
  return rangesLeft > 2 && bytesToEndOfMemory >= 4 * pageRangeBytes ? 4 : 1;
}

/**
 * MD5s of the 4 MiB ranges of a region of the kernels' memory; the last range may be shorter. Several whole ranges at a time where that
 * is faster than one by one through node:crypto.
 * @param start address of the region
 * @returns 16 bytes a range, joined
 */
export function rangeMd5(kernels: Kernels, start: number, bytes: number): Buffer {
  const { buffer } = kernels.memory;
  const digests = Buffer.allocUnsafe(Math.ceil(bytes / pageRangeBytes) * md5Bytes);
  const written = Buffer.from(buffer, digestAddress, 8 * md5Bytes);
  const wholeRanges = Math.floor(bytes / pageRangeBytes);
  for (let done = 0; done * pageRangeBytes < bytes; ) {
    const at = start + done * pageRangeBytes;
    const left = wholeRanges - done;
    const lanes = lanesFor(left, buffer.byteLength - at);
    if (lanes === 1) {
      const range = Buffer.from(buffer, at, Math.min(pageRangeBytes, start + bytes - at));
      hash('md5', range, 'buffer').copy(digests, done * md5Bytes);
    } else {
      const run = lanes === 8 ? kernels.md5x8 : kernels.md5x4;
      run(at, pageRangeBytes, pageRangeBytes, digestAddress);
      written.copy(digests, done * md5Bytes, 0, Math.min(lanes, left) * md5Bytes);
    }
    done += Math.min(lanes, Math.max(left, 1));
  }
  return digests;
}
