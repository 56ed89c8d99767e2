/** @file Worker thread: content of a file, or of a part of one, as chunk references. */
import { type ChunkList, numbersPerChunk } from '../format/catalog-entry.ts';
import type { ContentReader } from './content-reader.ts';

export interface ContentPiece {
  readonly chunks: ChunkList | Float64Array;
  /** Where the piece begins in its file. */
  readonly position: number;
  readonly length: number;
  /** Holes stay holes. */
  readonly sparse: boolean;
}

/** Holes that become real zeros are told in parts, so that a stop need not wait for a long one. */
const holePartBytes = 64 * 1024 * 1024;

/**
 * Reads all content of a piece, authenticated.
 * @param onBytes gets every chunk with its position in the file; holes come as undefined; may throw to stop, and answer with a promise for
 *   which the next chunk waits
 * @throws AppError as the content reader does
 */
export async function readContent(
  { chunks, position: start, sparse }: ContentPiece,
  content: ContentReader,
  onBytes: (bytes: Buffer | undefined, length: number, position: number) => Promise<void> | undefined,
): Promise<void> {
  let position = start;
  for (let index = 0; index < chunks.length; index += numbersPerChunk) {
    const volume = chunks[index] ?? 0;
    const length = chunks[index + 3] ?? 0;
    if (volume === 0) {
      // Where nothing is written a hole takes no time, however long a forged catalog makes it.
      const partBytes = sparse ? length : holePartBytes;
      for (let done = 0; done < length; done += partBytes) {
        const waiting = onBytes(undefined, Math.min(partBytes, length - done), position + done);
        if (waiting !== undefined) await waiting;
      }
    } else {
      const bytes = content.read(volume, chunks[index + 1] ?? 0, chunks[index + 2] ?? 0, length);
      // Waiting costs more than writing a small file.
      const waiting = onBytes(bytes instanceof Promise ? await bytes : bytes, length, position);
      if (waiting !== undefined) await waiting;
    }
    position += length;
  }
}
