/** @file Worker thread: files of one folder, read with calls that block this thread only, which costs a fraction of waiting for each. */
import { readdirSync, statSync } from 'node:fs';
import { failureReason } from '../scan/scan.ts';
import type { SourceFile, VolumeSource } from '../volume-source.ts';
import { fileReadFailure } from './file-failures.ts';
import { createFileFinder } from './file-finder.ts';
import { isPlainName, requirePlainName, truncatedFile } from './source-errors.ts';
import { createWindowMemory, WindowFile } from './window-file.ts';

const openFiles = 8;

/**
 * Like `openFolderSource`, but never answers later, and hands out its own memory: bytes from `read` hold until the next call.
 * Only for worker threads.
 */
export function openWorkerFolderSource(folder: string): VolumeSource {
  const finder = createFileFinder(folder);
  const files = new Map<string, WindowFile>();
  const fileOf = (name: string): WindowFile => {
    const kept = files.get(name);
    if (kept !== undefined) return kept;
    const [oldest] = files;
    let window: Buffer | undefined;
    if (oldest !== undefined && files.size >= openFiles) {
      files.delete(oldest[0]);
      oldest[1].close();
      window = oldest[1].window;
    }
    const file = new WindowFile(finder.pathOf(requirePlainName(name)), window ?? createWindowMemory());
    files.set(name, file);
    return file;
  };
  const read = (name: string, offset: number, length: number): Buffer => {
    const bytes = fileOf(name).read(offset, length);
    if (bytes.length < length) throw truncatedFile(name);
    return bytes;
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
      for (const file of files.values()) file.close();
      files.clear();
    },
  };
}
