/** @file Worker thread: the one memory that a packing thread reads into and writes from. */
import { createKernelMemory, type Kernels } from '../../kernels/kernels.ts';
import { rangeBytes } from '../format/constants.ts';
import type { WriteLimits } from '../write/write-limits.ts';

const mebibyte = 1024 * 1024;
const leastReadBytes = 12 * mebibyte;
/** Ranges of a window: eight are hashed side by side; with many threads four have to do, for the sake of memory. */
const fewThreads = 4;
const wideRanges = 8;
const narrowRanges = 4;

/** A region of the memory, and where it begins for kernels. */
export interface Region {
  readonly bytes: Buffer;
  readonly start: number;
}

/** Reused for everything a thread packs. Its pages are aligned, so windows can be written past the system cache. */
export interface PackMemory {
  readonly kernels: Kernels;
  /** Source content that is being cut. */
  readonly read: Region;
  /** Small chunks that will share a block. */
  readonly gather: Region;
  /** Ends of files on their way to the disk: one fills while the other is written. */
  readonly windows: readonly [Region, Region];
}

/** @param threads how many such memories there will be */
export function createPackMemory(limits: WriteLimits, threads = 1): PackMemory {
  const windowBytes = (threads > fewThreads ? narrowRanges : wideRanges) * rangeBytes;
  const readBytes = Math.max(leastReadBytes, limits.maximumChunkBytes * 2);
  const gatherBytes = limits.gatheredBlockBytes + limits.smallBytes;
  const { memory, kernels, dataStart } = createKernelMemory(windowBytes * 2 + readBytes + gatherBytes);
  let next = dataStart;
  const take = (bytes: number): Region => {
    const start = next;
    next += bytes;
    return { start, bytes: Buffer.from(memory.buffer, start, bytes) };
  };
  const windows = [take(windowBytes), take(windowBytes)] as const;
  return { kernels, windows, read: take(readBytes), gather: take(gatherBytes) };
}
