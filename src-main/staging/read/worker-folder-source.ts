/** @file Worker thread: files of one folder, read with calls that block this thread only, which costs a fraction of waiting for each. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { failureReason } from '../scan/scan.ts';
import type { SourceFile, VolumeSource } from '../volume-source.ts';
import { fileReadFailure } from './file-failures.ts';
import { createFileFinder } from './file-finder.ts';
import { isPlainName, requirePlainName, truncatedFile } from './source-errors.ts';

const openFiles = 8;
/** Read at once where reading goes on from where the last read ended: a block's header, the block and the next one. */
const windowBytes = 2 * 1024 * 1024;

interface OpenFile {
  readonly handle: number;
  readonly window: Buffer;
  /** What of the file the window holds. */
  start: number;
  end: number;
  /** The last read: whether it went on where the one before had ended. */
  lastOffset: number;
  lastEnd: number;
  goesOn: boolean;
}

/** Reads at least `least` bytes, more when they come at once. @returns how many there were */
function readUpTo(handle: number, into: Buffer, least: number, position: number): number {
  let done = 0;
  while (done < least) {
    const count = readSync(handle, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function readExactly(handle: number, file: string, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  if (readUpTo(handle, bytes, length, offset) < length) throw truncatedFile(file);
  return bytes;
}

/**
 * Like `openFolderSource`, but never answers later, and hands out its own memory: bytes from `read` hold until the next call.
 * Only for worker threads.
 */
export function openWorkerFolderSource(folder: string): VolumeSource {
  const finder = createFileFinder(folder);
  const files = new Map<string, OpenFile>();
  const fileOf = (name: string): OpenFile => {
    const kept = files.get(name);
    if (kept !== undefined) return kept;
    const [oldest] = files;
    let window: Buffer | undefined;
    if (oldest !== undefined && files.size >= openFiles) {
      files.delete(oldest[0]);
      closeSync(oldest[1].handle);
      window = oldest[1].window;
    }
    const handle = openSync(finder.pathOf(requirePlainName(name)), 'r');
    window ??= Buffer.allocUnsafeSlow(windowBytes);
    const file = { handle, window, start: 0, end: 0, lastOffset: -1, lastEnd: -1, goesOn: false };
    files.set(name, file);
    return file;
  };
  const read = (name: string, offset: number, length: number): Buffer => {
    const file = fileOf(name);
    // A block is read twice from the same place: its header first.
    if (offset !== file.lastOffset) file.goesOn = offset === file.lastEnd;
    file.lastOffset = offset;
    file.lastEnd = offset + length;
    if (offset < file.start || offset + length > file.end) {
      if (length > windowBytes) return readExactly(file.handle, name, offset, length);
      // A jump reads what was asked for and no more: the next one may lead elsewhere.
      const into = file.goesOn ? file.window : file.window.subarray(0, length);
      file.start = offset;
      file.end = offset + readUpTo(file.handle, into, length, offset);
      if (file.end < offset + length) throw truncatedFile(name);
    }
    return file.window.subarray(offset - file.start, offset - file.start + length);
  };
  const lengthOf = (name: string): number | undefined => {
    try {
      const found = statSync(finder.pathOf(requirePlainName(name)));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if (failureReason(error) === 'ENOENT') return undefined;
      throw fileReadFailure(error, name, finder.furtherFolders);
    }
  };
  return {
    async list() {
      const found: SourceFile[] = [];
      for (const name of readdirSync(folder).filter(isPlainName)) {
        const length = lengthOf(name);
        if (length !== undefined) found.push({ name, length });
      }
      return found;
    },
    length: async (name) => lengthOf(name),
    furtherFolders: finder.furtherFolders,
    async read(name, offset, length) {
      try {
        return read(name, offset, length);
      } catch (error) {
        throw fileReadFailure(error, name, finder.furtherFolders);
      }
    },
    async close() {
      for (const { handle } of files.values()) closeSync(handle);
      files.clear();
    },
  };
}
