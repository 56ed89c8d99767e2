/** @file Worker thread: memory for parts of large files on their way to the disk, which all parts of a thread use in turn. */
import { createAlignedMemory } from '../../platform/node/direct-access.ts';

const mebibyte = 1024 * 1024;
const wideBytes = 8 * mebibyte;
const narrowBytes = 4 * mebibyte;
/** More threads keep the disk busy with shorter windows too. */
const fewThreads = 2;

/** One fills while the other is written. */
export type SegmentWindows = readonly [Buffer, Buffer];

/** @returns memory whose pages are aligned, so that it can be written past the system cache. @param threads that have such windows */
export function createSegmentWindows(threads: number): SegmentWindows {
  const bytes = threads > fewThreads ? narrowBytes : wideBytes;
  const memory = createAlignedMemory(2 * bytes);
  return [memory.subarray(0, bytes), memory.subarray(bytes)];
}
