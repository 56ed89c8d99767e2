/** @file Worker thread: a part of a large file on its way to the disk, past the system cache where that can be. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { DataFile } from '../../platform/node/data-file.ts';
import { directBytes } from '../../platform/node/direct-access.ts';
import type { NativePath } from '../scan/native-path.ts';
import { onTargetLater } from './file-writer.ts';
import type { SegmentWindows } from './segment-windows.ts';

const zeros = Buffer.alloc(1024 * 1024);

/**
 * Writes front to back, with gaps. A gigabyte that goes through the system cache costs the processor more than decrypting it does, and
 * pushes out what the server keeps there. First and last bytes that share a block with a neighbour's go through the cache: two parts of a
 * file are written at once, by different threads.
 */
export class SegmentWriter {
  readonly #path: NativePath;
  readonly #file: DataFile;
  readonly #windows: SegmentWindows;
  #current: 0 | 1 = 0;
  /** Where the window begins in the file, a multiple of 4096. */
  #windowStart = 0;
  /** Bytes of the window from here up to there are content. */
  #from = 0;
  #used = 0;
  /** The other window on its way; undefined: free. */
  #writing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  private constructor(path: NativePath, file: DataFile, windows: SegmentWindows) {
    this.#path = path;
    this.#file = file;
    this.#windows = windows;
  }

  /** Opens a file that is there for writing a part of it. @throws TargetError, as do all calls */
  static async open(path: NativePath, windows: SegmentWindows): Promise<SegmentWriter> {
    return new SegmentWriter(path, await onTargetLater(() => DataFile.open(path, 'change', true)), windows);
  }

  /**
   * Takes content over, at or behind the end of what came before.
   * @returns a promise when it has to wait for the disk; the bytes have to stay as they are until then
   */
  put(bytes: Buffer, position: number): Promise<void> | undefined {
    if (position !== this.#windowStart + this.#used) return this.#putBehindGap(bytes, position);
    const done = this.#fill(bytes);
    return done === bytes.length ? undefined : this.#putRest(bytes, done);
  }

  async putZeros(length: number, position: number): Promise<void> {
    for (let done = 0; done < length; done += zeros.length) {
      await this.put(zeros.subarray(0, Math.min(zeros.length, length - done)), position + done);
    }
  }

  /** Waits until all of it is with the system. */
  async finish(): Promise<void> {
    await this.#flip();
    await this.#settle();
  }

  /** Some systems tell only here that a write failed. */
  async close(): Promise<void> {
    await this.#writing;
    await onTargetLater(() => this.#file.close());
  }

  async #putBehindGap(bytes: Buffer, position: number): Promise<void> {
    await this.#flip();
    this.#from = position % directBytes;
    this.#used = this.#from;
    this.#windowStart = position - this.#from;
    await this.#putRest(bytes, 0);
  }

  async #putRest(bytes: Buffer, from: number): Promise<void> {
    for (let done = from; ; ) {
      done += this.#fill(done === 0 ? bytes : bytes.subarray(done));
      if (done === bytes.length) return;
      await this.#flip();
    }
  }

  /** @returns bytes that the window took */
  #fill(bytes: Buffer): number {
    const count = bytes.copy(this.#windows[this.#current], this.#used);
    this.#used += count;
    return count;
  }

  /** Sends the window on its way, once the one before has arrived. */
  async #flip(): Promise<void> {
    await this.#settle();
    const window = this.#windows[this.#current];
    const [from, to, start] = [this.#from, this.#used, this.#windowStart];
    this.#current = this.#current === 0 ? 1 : 0;
    this.#windowStart = start + to;
    this.#from = 0;
    this.#used = 0;
    if (from === to) return;
    this.#writing = onTargetLater(() => this.#write(window, from, to, start))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#writing = undefined;
      });
  }

  async #settle(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #write(window: Buffer, from: number, to: number, start: number): Promise<void> {
    const firstWhole = Math.ceil(from / directBytes) * directBytes;
    const lastWhole = to - (to % directBytes);
    if (firstWhole >= lastWhole) {
      this.#writeShared(window.subarray(from, to), start + from);
      return;
    }
    this.#writeShared(window.subarray(from, firstWhole), start + from);
    await this.#file.write(
      window.subarray(firstWhole, lastWhole),
      lastWhole - firstWhole,
      start + firstWhole,
    );
    this.#writeShared(window.subarray(lastWhole, to), start + lastWhole);
  }

  #writeShared(bytes: Buffer, position: number): void {
    if (bytes.length === 0) return;
    const file = openSync(this.#path, 'r+');
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
    } finally {
      closeSync(file);
    }
  }
}
