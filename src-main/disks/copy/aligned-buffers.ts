const wasmPageBytes = 64 * 1024;

/**
 * Buffers that start on a page boundary, as reads and writes past the system cache need. Only memory of WebAssembly is aligned
 * by construction; `Buffer.alloc` is not (performance.md 5).
 * @param bytes length of each buffer, a multiple of 64 KiB
 */
export function createAlignedBuffers(count: number, bytes: number): readonly Buffer[] {
  const pages = (count * bytes) / wasmPageBytes;
  if (!Number.isInteger(pages)) throw new RangeError('Aligned buffers need a multiple of 64 KiB');
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return Array.from({ length: count }, (_, index) => Buffer.from(memory.buffer, index * bytes, bytes));
}
