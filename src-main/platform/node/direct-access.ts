/** @file For worker threads: what reading and writing past the system cache asks for. */
import { constants } from 'node:fs';
import { systemErrorCode } from './unexpected-error.ts';

/** libuv's name for FILE_FLAG_NO_BUFFERING; Node names the constant on Linux only. macOS has no such flag. */
const windowsNoBuffering = 0x02000000;

/** Flag to open a file with; 0 where there is none. Buffers have to begin at multiples of `directBytes` in memory too. */
export const directFlag =
  process.platform === 'win32' ? windowsNoBuffering : process.platform === 'linux' ? constants.O_DIRECT : 0;

/** Offsets and lengths that every device with 512-byte sectors takes, and page-cache aligned. */
export const directBytes = 4096;

/** What a file system answers that has no direct access: at open or at the first read or write. */
export function isNotDirect(error: unknown): boolean {
  return ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemErrorCode(error) ?? '');
}

const wasmPageBytes = 64 * 1024;

/**
 * Memory of at least so many bytes that begins at a page of the system; no other memory of JavaScript is sure to. All of it is zero, and
 * costs nothing until it is written.
 */
export function createAlignedMemory(bytes: number): Buffer {
  const pages = Math.ceil(bytes / wasmPageBytes);
  return Buffer.from(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer);
}
