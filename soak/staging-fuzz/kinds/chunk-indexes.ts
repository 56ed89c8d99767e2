import type { Random } from '../../../bench/corpora/random.ts';
import { ChunkIndex, createChunkIndexMemory } from '../../../src-main/staging/pack/chunk-index.ts';
import type { VolumeRow } from '../../../src-main/staging/staging-types.ts';
import { loadChunkIndexes } from '../../../src-main/staging/write/adopt-volumes.ts';
import { dataKey, forgeVolume, indexRecord, setId, volumeFile } from '../forge.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { memorySource } from '../memory-source.ts';
import { randomBytesOf } from '../mutate-bytes.ts';

const positions = [0n, 1n, 4096n, 1n << 32n, 1n << 40n, (1n << 53n) + 1n, (1n << 64n) - 1n] as const;
const numbers = [0, 1, 4096, 8 * 1024 * 1024, 0xffff_ffff] as const;

/** One for all: it only grows by what authenticated. */
const memory = createChunkIndexMemory();

function forgeRecords(random: Random): Buffer {
  if (chance(random, 0.2)) return randomBytesOf(random, random() % 500);
  const records = Array.from({ length: random() % 20 }, () =>
    indexRecord(
      randomBytesOf(random, 32),
      pick(random, positions),
      pick(random, numbers),
      pick(random, numbers),
    ),
  );
  return Buffer.concat(records);
}

export const chunkIndexes: FuzzKind = {
  name: 'chunk indexes',
  share: 3,
  async run(random) {
    const { bytes, row } = forgeVolume({
      contents: [Buffer.from('some content')],
      records: forgeRecords(random),
    });
    const index = new ChunkIndex(memory);
    const source = memorySource(new Map([[volumeFile, bytes]]));
    const set = { setId, dataKey, creator: 'fuzz', baseName: 'seed-fs01' };
    await loadChunkIndexes(source, [row as unknown as VolumeRow], set, index);
  },
};
