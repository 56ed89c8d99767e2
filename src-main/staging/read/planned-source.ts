/** @file Worker thread: reads ahead what is known to be needed, several requests at a time, for sources that answer late. */
import { type ChunkList, numbersPerChunk } from '../format/catalog-entry.ts';
import type { VolumeSource } from '../volume-source.ts';

/** Part of a file that will be read. */
export interface Extent {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface PlannedSource extends VolumeSource {
  /** Adds to what is read ahead, in this order. */
  expect(extents: readonly Extent[]): void;
}

export interface PlanOptions {
  /** Requests under way or answered before their turn. */
  readonly ahead: number;
  /** Largest request. */
  readonly pieceBytes: number;
}

interface Piece extends Extent {
  bytes: Promise<Buffer> | undefined;
}

/** What a gathered block takes at most, and most single chunks. */
const likelyBlockBytes = 1024 * 1024 + 64 * 1024;
/** Fetching what lies between two needed blocks costs less than another request. */
const largestGap = 4 * 1024 * 1024;

/** Parts of volumes that hold the blocks of some chunks, in order of first need. A block's length is not known before it is read. */
export function plannedExtents(
  chunks: ChunkList | Float64Array,
  volumeOf: (number: number) => { readonly file: string; readonly length: number } | undefined,
): readonly Extent[] {
  const extents: { file: string; start: number; end: number }[] = [];
  let lastVolume = 0;
  let lastPosition = 0;
  for (let index = 0; index < chunks.length; index += numbersPerChunk) {
    const number = chunks[index] ?? 0;
    const position = chunks[index + 1] ?? 0;
    if (number === 0 || (number === lastVolume && position === lastPosition)) continue;
    const volume = volumeOf(number);
    if (volume === undefined) continue;
    const end = Math.min(position + likelyBlockBytes, volume.length);
    const last = extents.at(-1);
    const isNear = number === lastVolume && position > lastPosition && position - lastPosition <= largestGap;
    if (isNear && last !== undefined) last.end = Math.max(last.end, end);
    else if (end > position) extents.push({ file: volume.file, start: position, end });
    lastVolume = number;
    lastPosition = position;
  }
  return extents;
}

/** What was not expected, or came and went, is read when it is asked for. Holds at most twice `ahead` pieces. */
export function createPlannedSource(source: VolumeSource, { ahead, pieceBytes }: PlanOptions): PlannedSource {
  let pieces: Piece[] = [];
  /** The furthest piece that was read from; those up to `ahead` behind it are being fetched. */
  let reached = -1;
  const fetchAhead = (): void => {
    for (const piece of pieces.slice(0, reached + 1 + ahead)) {
      if (piece.bytes !== undefined) continue;
      piece.bytes = source.read(piece.file, piece.start, piece.end - piece.start);
      // Whoever reads from it hears of the failure; until somebody does, it is none.
      piece.bytes.catch(() => undefined);
    }
  };
  const pieceAt = async (file: string, position: number): Promise<Piece | undefined> => {
    const index = pieces.findIndex(
      (piece) => piece.file === file && position >= piece.start && position < piece.end,
    );
    const piece = pieces[index];
    if (piece === undefined) return undefined;
    if (index > reached) {
      const dropped = Math.max(0, index - ahead + 1);
      pieces = pieces.slice(dropped);
      reached = index - dropped;
    }
    fetchAhead();
    return piece;
  };
  return {
    ...source,
    expect(extents) {
      for (const { file, start, end } of extents) {
        for (let position = start; position < end; position += pieceBytes) {
          const piece = {
            file,
            start: position,
            end: Math.min(end, position + pieceBytes),
            bytes: undefined,
          };
          pieces.push(piece);
        }
      }
      fetchAhead();
    },
    async read(file, offset, length) {
      const parts: Buffer[] = [];
      for (let position = offset; position < offset + length; ) {
        const piece = await pieceAt(file, position);
        if (piece?.bytes === undefined) {
          parts.push(await source.read(file, position, offset + length - position));
          break;
        }
        const bytes = await piece.bytes;
        const part = bytes.subarray(position - piece.start, offset + length - piece.start);
        parts.push(part);
        position += part.length;
      }
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    },
    async close() {
      const started = pieces.map(({ bytes }) => bytes);
      pieces = [];
      await Promise.allSettled(started);
      await source.close();
    },
  };
}
