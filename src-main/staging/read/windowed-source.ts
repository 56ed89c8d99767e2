import type { VolumeSource } from '../volume-source.ts';

const windowBytes = 4 * 1024 * 1024;
const windowsKept = 8;

interface LastWindow {
  readonly file: string;
  readonly start: number;
  /** It was the one behind the window before. */
  readonly isInOrder: boolean;
}

/**
 * Reads in windows of 4 MiB and keeps the last ones: a block's header, its content and the next block cost one request.
 * @param ahead windows that are requested before their turn while a file is read in order; below `windowsKept`
 */
export function createWindowedSource(source: VolumeSource, ahead = 2): VolumeSource {
  const windows = new Map<string, Promise<Buffer>>();
  let last: LastWindow | undefined;
  const windowAt = (file: string, start: number, length: number): Promise<Buffer> => {
    const key = `${start} ${file}`;
    const kept = windows.get(key);
    if (kept !== undefined) {
      windows.delete(key);
      windows.set(key, kept);
      return kept;
    }
    const bytes = source.read(file, start, Math.max(0, Math.min(windowBytes, length - start)));
    // A failure is told to whoever reads from the window, and the next one asks again.
    bytes.catch(() => windows.delete(key));
    const [oldest] = windows.keys();
    if (oldest !== undefined && windows.size >= windowsKept) windows.delete(oldest);
    windows.set(key, bytes);
    return bytes;
  };
  const readWindow = async (file: string, start: number): Promise<Buffer> => {
    const length = (await source.length(file)) ?? 0;
    if (last?.file !== file || last.start !== start) {
      last = { file, start, isInOrder: last?.file === file && start === last.start + windowBytes };
    }
    const { isInOrder } = last;
    const wanted = windowAt(file, start, length);
    for (let step = 1; isInOrder && step <= ahead && start + step * windowBytes < length; step += 1) {
      void windowAt(file, start + step * windowBytes, length);
    }
    return wanted;
  };
  return {
    ...source,
    async read(file, offset, length) {
      const pieces: Buffer[] = [];
      for (let position = offset; position < offset + length; ) {
        const start = Math.floor(position / windowBytes) * windowBytes;
        const bytes = await readWindow(file, start);
        const piece = bytes.subarray(position - start, offset + length - start);
        // Past the end of the file: the source itself says so in its own words.
        if (piece.length === 0) return source.read(file, offset, length);
        pieces.push(piece);
        position += piece.length;
      }
      return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
    },
    async close() {
      const started = [...windows.values()];
      windows.clear();
      await Promise.allSettled(started);
      await source.close();
    },
  };
}
