import type { VolumeSource } from '../volume-source.ts';

const windowBytes = 4 * 1024 * 1024;
const windowsKept = 8;

/** Reads in windows of 4 MiB and keeps the last ones: a block's header, its content and the next block cost one request. */
export function createWindowedSource(source: VolumeSource): VolumeSource {
  const windows = new Map<string, Buffer>();
  const windowAt = async (file: string, start: number): Promise<Buffer> => {
    const key = `${start} ${file}`;
    const kept = windows.get(key);
    if (kept !== undefined) {
      windows.delete(key);
      windows.set(key, kept);
      return kept;
    }
    const length = (await source.length(file)) ?? 0;
    const bytes = await source.read(file, start, Math.max(0, Math.min(windowBytes, length - start)));
    const [oldest] = windows.keys();
    if (oldest !== undefined && windows.size >= windowsKept) windows.delete(oldest);
    windows.set(key, bytes);
    return bytes;
  };
  return {
    ...source,
    async read(file, offset, length) {
      const pieces: Buffer[] = [];
      for (let position = offset; position < offset + length; ) {
        const start = Math.floor(position / windowBytes) * windowBytes;
        const bytes = await windowAt(file, start);
        const piece = bytes.subarray(position - start, offset + length - start);
        // Past the end of the file: the source itself says so in its own words.
        if (piece.length === 0) return source.read(file, offset, length);
        pieces.push(piece);
        position += piece.length;
      }
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    },
    async close() {
      windows.clear();
      await source.close();
    },
  };
}
