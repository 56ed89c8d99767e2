import { missingFile, truncatedFile } from '../../src-main/staging/read/source-errors.ts';
import type { VolumeSource } from '../../src-main/staging/volume-source.ts';

/** Files in memory, to be read as those of a folder are. */
export function memorySource(files: ReadonlyMap<string, Buffer>): VolumeSource {
  return {
    list: async () => [...files].map(([name, { length }]) => ({ name, length })),
    length: async (name) => files.get(name)?.length,
    async read(name, offset, length) {
      const bytes = files.get(name);
      if (bytes === undefined) throw missingFile(name);
      if (offset + length > bytes.length) throw truncatedFile(name);
      return Buffer.from(bytes.subarray(offset, offset + length));
    },
    close: async () => {},
  };
}
