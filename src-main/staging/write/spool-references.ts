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

/** @param numbers of volumes whose chunks are wanted */
export async function readReferences(
  entries: AsyncIterable<readonly CatalogEntry[]>,
  numbers: ReadonlySet<number>,
): Promise<SpoolReferences> {
  const wanted = new Map<number, Map<number, Set<string>>>();
  let highestNumber = 0;
  const want = (volume: number, position: number, chunk: string): void => {
    const blocks = wanted.get(volume) ?? new Map<number, Set<string>>();
    wanted.set(volume, blocks);
    blocks.set(position, (blocks.get(position) ?? new Set<string>()).add(chunk));
  };
  const wantAll = (chunks: ChunkList): void => {
    for (let index = 0; index < chunks.length; index += numbersPerChunk) {
      const volume = chunks[index] ?? 0;
      highestNumber = Math.max(highestNumber, volume);
      if (numbers.has(volume))
        want(volume, chunks[index + 1] ?? 0, `${chunks[index + 2]}:${chunks[index + 3]}`);
    }
  };
  for await (const batch of entries) {
    for (const entry of batch)
      if (entry.kind === 'file') for (const chunks of chunkListsOf(entry)) wantAll(chunks);
  }
  return { wanted, highestNumber };
}
