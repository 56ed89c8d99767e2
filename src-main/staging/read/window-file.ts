/** @file Worker thread: one file that is read past the system cache where that can be, a window at a time. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import {
  createAlignedMemory,
  directBytes,
  directFlag,
  isNotDirect,
} from '../../platform/node/direct-access.ts';
import { maximumBlockPayloadBytes } from '../format/constants.ts';

/** Room for the longest block wherever it begins. Memory that is never read into costs nothing. */
const windowBytes = maximumBlockPayloadBytes + 256 * 1024;
/** Read at once where reading goes on from where the last read ended. */
const aheadBytes = 4 * 1024 * 1024;
/** Read at once after a jump: as a rule a block with its header. */
const jumpBytes = 512 * 1024;

/** @returns memory for a `WindowFile` */
export const createWindowMemory = (): Buffer => createAlignedMemory(windowBytes);

const before = (position: number): number => position - (position % directBytes);
const behind = (position: number): number => before(position + directBytes - 1);

/**
 * Calls block the thread. What a backup wrote past the cache is not in it: reading gigabytes through it costs the processor more than
 * opening their blocks, and a check would ask the cache instead of the disk.
 */
export class WindowFile {
  readonly #path: string;
  readonly window: Buffer;
  #handle: number;
  #isDirect: boolean;
  /** What of the file the window holds; begins at a multiple of 4096. */
  #start = 0;
  #end = 0;
  #lastOffset = -1;
  #lastEnd = -1;
  #goesOn = false;

  /** @throws the system's error, as does `read` */
  constructor(path: string, window: Buffer) {
    this.#path = path;
    this.window = window;
    this.#isDirect = directFlag !== 0;
    try {
      this.#handle = openSync(path, constants.O_RDONLY | directFlag);
    } catch (error) {
      if (!isNotDirect(error)) throw error;
      this.#isDirect = false;
      this.#handle = openSync(path, 'r');
    }
  }

  /**
   * @param length at most that of the longest block
   * @returns bytes that hold until the next call, fewer at the end of the file
   */
  read(offset: number, length: number): Buffer {
    if (offset < 0) return this.window.subarray(0, 0);
    // A block is read twice from the same place: its header first.
    if (offset !== this.#lastOffset) this.#goesOn = offset === this.#lastEnd;
    this.#lastOffset = offset;
    this.#lastEnd = offset + length;
    if (offset < this.#start || offset + length > this.#end) this.#fill(offset, length);
    const from = offset - this.#start;
    return this.window.subarray(from, Math.max(from, Math.min(from + length, this.#end - this.#start)));
  }

  close(): void {
    closeSync(this.#handle);
  }

  #fill(offset: number, length: number): void {
    this.#moveTo(offset);
    const wanted = behind(offset + Math.max(length, this.#goesOn ? aheadBytes : jumpBytes));
    const last = Math.min(wanted, this.#start + this.window.length);
    while (this.#end < offset + length) {
      const count = this.#readOnce(last);
      this.#end += count;
      // The end of the file, which past the cache only shows in a piece that is no multiple.
      if (count === 0 || (this.#isDirect && count % directBytes !== 0)) return;
    }
  }

  /** Keeps what the window holds from there on. */
  #moveTo(offset: number): void {
    const start = before(offset);
    const isKept = start >= this.#start && start < this.#end && this.#end % directBytes === 0;
    if (isKept) this.window.copyWithin(0, start - this.#start, this.#end - this.#start);
    else this.#end = start;
    this.#start = start;
  }

  #readOnce(last: number): number {
    const at = this.#end - this.#start;
    try {
      return readSync(this.#handle, this.window, at, last - this.#end, this.#end);
    } catch (error) {
      if (!this.#isDirect || !isNotDirect(error)) throw error;
      const old = this.#handle;
      this.#handle = openSync(this.#path, 'r');
      this.#isDirect = false;
      closeSync(old);
      return readSync(this.#handle, this.window, at, last - this.#end, this.#end);
    }
  }
}
