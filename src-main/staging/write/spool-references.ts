/** @file Worker thread: what the catalog of an interrupted run refers to. */
import { type CatalogEntry, type ChunkList, chunkListsOf, numbersPerChunk } from '../format/catalog-entry.ts';

/** Chunks of blocks: position of the block, then `offset:length`. */
export type WantedBlocks = ReadonlyMap<number, ReadonlySet<string>>;

export interface SpoolReferences {
  /** By volume, for the volumes that were asked for. */
  readonly wanted: ReadonlyMap<number, WantedBlocks>;
  /** Highest number of a volume that any entry refers to, whether it is still there or not. */
  readonly highestNumber: number;
}

/** Chunks that are remembered at most: those of a few unfinished volumes full of very small files. */
const mostChunks = 8_000_000;

/**
 * @param numbers of volumes whose chunks are wanted. Of those that have more than can be remembered nothing is: then what was in them
 * is read from the source again
 */
export async function readReferences(
  entries: AsyncIterable<readonly CatalogEntry[]>,
  numbers: ReadonlySet<number>,
  most = mostChunks,
): Promise<SpoolReferences> {
  const wanted = new Map<number, Map<number, Set<string>>>();
  const givenUp = new Set<number>();
  let highestNumber = 0;
  let count = 0;
  const want = (volume: number, position: number, chunk: string): void => {
    const blocks = wanted.get(volume) ?? new Map<number, Set<string>>();
    wanted.set(volume, blocks);
    const chunks = blocks.get(position) ?? new Set<string>();
    blocks.set(position, chunks);
    if (chunks.has(chunk)) return;
    chunks.add(chunk);
    count += 1;
    if (count <= most) return;
    for (const known of blocks.values()) count -= known.size;
    wanted.delete(volume);
    givenUp.add(volume);
  };
  const wantAll = (chunks: ChunkList): void => {
    for (let index = 0; index < chunks.length; index += numbersPerChunk) {
      const volume = chunks[index] ?? 0;
      highestNumber = Math.max(highestNumber, volume);
      if (numbers.has(volume) && !givenUp.has(volume))
        want(volume, chunks[index + 1] ?? 0, `${chunks[index + 2]}:${chunks[index + 3]}`);
    }
  };
  for await (const batch of entries) {
    for (const entry of batch)
      if (entry.kind === 'file') for (const chunks of chunkListsOf(entry)) wantAll(chunks);
  }
  return { wanted, highestNumber };
}
