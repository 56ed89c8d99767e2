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

/**
 * Adds the references of pieces to a list, up to the first that has no place yet.
 * @param from piece of the list to begin with
 * @returns the piece to go on with; the number of all when none is left
 */
export function placePieces(list: PieceList, from: number, index: ChunkIndex, chunks: number[]): number {
  const { packed, first, count } = list;
  for (let piece = from; piece < count; piece += 1) {
    const number = packed.numbers[first + piece] ?? 0;
    const length = packed.lengths[first + piece] ?? 0;
    if (number < 0) {
      addHole(chunks, length);
      continue;
    }
    const place = index.place(number);
    if (place === undefined) return piece;
    chunks.push(place.volume, place.position, place.offset, length);
  }
  return count;
}

/** Only for a task of which nothing is open. */
export function createPlacer(task: FileTask, index: ChunkIndex): Placer {
  const chunks: number[] = [];
  let part = 0;
  let piece = 0;
  return {
    place() {
      for (; part < task.parts.length; part += 1) {
        const list = task.parts[part];
        if (list === undefined) continue;
        piece = placePieces(list, piece, index, chunks);
        if (piece < list.count) return undefined;
        piece = 0;
      }
      return chunks;
    },
  };
}
