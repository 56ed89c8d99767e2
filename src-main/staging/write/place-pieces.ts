import { numbersPerChunk } from '../format/catalog-entry.ts';
import type { ChunkIndex } from '../pack/chunk-index.ts';
import type { FileTask, PieceList } from '../pack/file-task.ts';

/** Turns the pieces of a file into the chunk references of its catalog line. */
export interface Placer {
  /** @returns undefined while a chunk has no place; the next call goes on from there */
  place(): readonly number[] | undefined;
}

function addHole(chunks: number[], length: number): void {
  const last = chunks.length - numbersPerChunk;
  if (last >= 0 && chunks[last] === 0) chunks[last + 3] = (chunks[last + 3] ?? 0) + length;
  else chunks.push(0, 0, 0, length);
}

const noPieces: PieceList = {
  packed: { numbers: new Int32Array(), lengths: new Uint32Array() },
  first: 0,
  count: 0,
};

/** Only for a task of which nothing is open. */
export function createPlacer(task: FileTask, index: ChunkIndex): Placer {
  const chunks: number[] = [];
  let part = 0;
  let piece = 0;
  return {
    place() {
      for (; part < task.parts.length; part += 1) {
        const { packed, first, count } = task.parts[part] ?? noPieces;
        for (; piece < count; piece += 1) {
          const number = packed.numbers[first + piece] ?? 0;
          const length = packed.lengths[first + piece] ?? 0;
          if (number < 0) {
            addHole(chunks, length);
            continue;
          }
          const place = index.place(number);
          if (place === undefined) return undefined;
          chunks.push(place.volume, place.position, place.offset, length);
        }
        piece = 0;
      }
      return chunks;
    },
  };
}
