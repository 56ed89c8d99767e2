import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { failureReason } from '../scan/scan.ts';
import type { SourceFile, VolumeSource } from '../volume-source.ts';
import { fileReadFailure } from './file-failures.ts';
import { createFileFinder } from './file-finder.ts';
import { isPlainName, requirePlainName, truncatedFile } from './source-errors.ts';

const openHandles = 8;

/**
 * Files of a staging location: right in its folder, volumes also in its further folders. A few handles stay open between reads.
 * @param furtherFolders those that are known besides what the descriptors in the folder name
 */
export function openFolderSource(folder: string, furtherFolders: readonly string[] = []): VolumeSource {
  const finder = createFileFinder(folder, furtherFolders);
  const handles = new Map<string, FileHandle>();
  const handleOf = async (file: string): Promise<FileHandle> => {
    const kept = handles.get(file);
    if (kept !== undefined) return kept;
    const [oldest] = handles;
    if (oldest !== undefined && handles.size >= openHandles) {
      handles.delete(oldest[0]);
      await oldest[1].close();
    }
    const handle = await open(finder.pathOf(requirePlainName(file)), 'r');
    handles.set(file, handle);
    return handle;
  };
  const lengthOf = async (file: string): Promise<number | undefined> => {
    try {
      const found = await stat(finder.pathOf(requirePlainName(file)));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      if (failureReason(error) === 'ENOENT') return undefined;
      throw fileReadFailure(error, file, finder.furtherFolders);
    }
  };
  return {
    async list() {
      const files: SourceFile[] = [];
      for (const name of (await readdir(folder)).filter(isPlainName)) {
        const length = await lengthOf(name);
        if (length !== undefined) files.push({ name, length });
      }
      return files;
    },
    length: lengthOf,
    furtherFolders: finder.furtherFolders,
    async read(file, offset, length) {
      try {
        const handle = await handleOf(file);
        const bytes = Buffer.allocUnsafe(length);
        for (let done = 0; done < length; ) {
          const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
          if (bytesRead === 0) throw truncatedFile(file);
          done += bytesRead;
        }
        return bytes;
      } catch (error) {
        throw fileReadFailure(error, file, finder.furtherFolders);
      }
    },
    async close() {
      for (const handle of handles.values()) await handle.close();
      handles.clear();
    },
  };
}
