/** @file Worker thread: memory for parts of large files on their way to the disk, which all parts of a thread use in turn. */

const mebibyte = 1024 * 1024;
const wideBytes = 8 * mebibyte;
const narrowBytes = 4 * mebibyte;
/** More threads keep the disk busy with shorter windows too. */
const fewThreads = 2;
const wasmPageBytes = 64 * 1024;

/** One fills while the other is written. */
export type SegmentWindows = readonly [Buffer, Buffer];

/** @returns memory whose pages are aligned, so that it can be written past the system cache. @param threads that have such windows */
export function createSegmentWindows(threads: number): SegmentWindows {
  const bytes = threads > fewThreads ? narrowBytes : wideBytes;
  const pages = (2 * bytes) / wasmPageBytes;
  // No other memory of JavaScript is sure to begin at a page of the system.
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return [Buffer.from(buffer, 0, bytes), Buffer.from(buffer, bytes, bytes)];
}
