/** @file For worker threads: the compute kernels in WebAssembly, typed. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The kernels keep their tables here, from address 0 of the memory; data of the caller begins behind. A multiple of the page size of
 * every system, so that data that begins here is aligned for direct access.
 */
export const kernelScratchBytes = 64 * 1024;

/** Where `md5x4` and `md5x8` may be told to write their digests: 128 bytes that nobody else uses. */
export const digestAddress = 16 * 1024;

const wasmPageBytes = 64 * 1024;

/**
 * Functions of the kernels. Addresses and lengths are bytes of the memory that they were loaded with; nothing is checked but the end of
 * the memory, which traps.
 */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /**
   * Content-defined cut (staging-format.md 9).
   * @param end the chunk ends here at the latest
   * @param average a power of two, at least `least`
   * @returns address behind the last byte of the chunk
   */
  cut(start: number, end: number, least: number, average: number, most: number): number;
  /**
   * MD5 of four ranges side by side, which begin `stride` bytes behind each other.
   * @param length of each range, a multiple of 64
   * @param target takes 64 bytes, the digests one behind the other
   */
  md5x4(start: number, stride: number, length: number, target: number): void;
  /** As `md5x4` for eight ranges; `target` takes 128 bytes. Almost twice as fast a byte. */
  md5x8(start: number, stride: number, length: number, target: number): void;
  /** Whether all bytes are zero. */
  isZero(start: number, length: number): boolean;
}

/** What the program exports: its integers come back signed, its truth values as 0 and 1. */
interface Exports {
  readonly cut: (start: number, end: number, least: number, average: number, most: number) => number;
  readonly md5x4: Kernels['md5x4'];
  readonly md5x8: Kernels['md5x8'];
  readonly isZero: (start: number, length: number) => number;
}

/** Sources take what `scripts/ensure-kernels.ts` compiled; bundles lie in the folder of `kernels.wasm` or one below. */
function programPath(): string {
  const places = import.meta.url.endsWith('.ts')
    ? ['../../dist-kernels/kernels.wasm']
    : ['./kernels.wasm', '../kernels.wasm'];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const path = paths.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error('The kernels are not compiled yet: run "npm run prepare"');
  return path;
}

let program: WebAssembly.Module | undefined;

/**
 * Loads the kernels over a memory of the caller; compiles them once per thread.
 * @param memory its first `kernelScratchBytes` belong to the kernels
 * @throws Error when the kernels were never compiled, which `npm ci` does
 */
export function loadKernels(memory: WebAssembly.Memory): Kernels {
  program ??= new WebAssembly.Module(readFileSync(programPath()));
  const { exports } = new WebAssembly.Instance(program, { env: { memory } });
  const { cut, isZero, md5x4, md5x8 } = exports as unknown as Exports;
  return {
    memory,
    cut: (start, end, least, average, most) => cut(start, end, least, average, most) >>> 0,
    md5x4,
    md5x8,
    isZero: (start, length) => isZero(start, length) !== 0,
  };
}

export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
  /** Address of the first byte of the caller, aligned for direct access. */
  readonly dataStart: number;
}

/**
 * A memory of fixed length with the kernels in it. Its buffer never moves, so views on it stay valid; all bytes are zero and cost no
 * memory until they are written.
 * @param dataBytes rounded up to 64 KiB
 */
export function createKernelMemory(dataBytes: number): KernelMemory {
  const pages = Math.ceil((kernelScratchBytes + dataBytes) / wasmPageBytes);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return { memory, kernels: loadKernels(memory), dataStart: kernelScratchBytes };
}
