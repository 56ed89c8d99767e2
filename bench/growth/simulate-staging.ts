/**
 * @file What a backup keeps and writes for its chunks, without the chunks: every one has a real SHA-256 of something of its own, its place in the
 * shared index, its reference in a real catalog line and its part of a volume's row. Reading, compressing and encrypting the content is left out:
 * it costs the same for the first chunk as for the last, and holds no memory.
 */
import { hash } from 'node:crypto';
import { rangeBytes } from '../../src-main/staging/format/constants.ts';
import { ChunkIndex, createChunkIndexMemory } from '../../src-main/staging/pack/chunk-index.ts';
import type { VolumeRow } from '../../src-main/staging/staging-types.ts';
import { createCatalogSpool } from '../../src-main/staging/write/catalog-spool.ts';
import { createCatalogWriter } from '../../src-main/staging/write/catalog-writer.ts';
import { volumeFileName } from '../../src-main/staging/write/set-state.ts';
import type { SimulationRequest, SimulationResult } from './simulation.ts';

const volumeBytes = 1024 ** 3;
/** The average of the cut rule: 256 KiB that are skipped, and 1 MiB on average behind them, cut off at 4 MiB. */
const chunkBytes = 1_258_291;
const chunksPerFile = 200;
const overheadBytes = 32;

/** A volume's row as a run keeps it until the descriptor is written. */
function rowOf(number: number): VolumeRow {
  const ranges = Buffer.concat(
    Array.from({ length: volumeBytes / rangeBytes }, (_, range) =>
      hash('md5', `${number} ${range}`, 'buffer'),
    ),
  );
  const file = volumeFileName('simulated', number);
  const pageRangeMd5 = ranges.toString('base64');
  return { number, volumeId: hash('md5', file), file, length: volumeBytes, pageRangeMd5 };
}

/** Plays a source of so many bytes of files without repeats. */
export async function simulateStaging(request: SimulationRequest): Promise<SimulationResult> {
  const index = new ChunkIndex(createChunkIndexMemory());
  const set = {
    setId: 'a'.repeat(32),
    dataKey: Buffer.alloc(32, 7),
    creator: 'bench',
    baseName: 'simulated',
  };
  const catalog = createCatalogWriter(createCatalogSpool(request.folder, set, new Date().toISOString()));
  const rows: VolumeRow[] = [];
  const chunks = Math.round(request.sourceBytes / chunkBytes);
  const seed = Buffer.alloc(16);
  seed.writeUInt32LE(request.seed, 8);
  let position = 4096;
  let references: number[] = [];
  catalog.add({ kind: 'root', path: '/simulated', rootKind: 'folder' });
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    seed.writeDoubleLE(chunk, 0);
    const claimed = index.claim(hash('sha256', seed, 'binary'));
    if (claimed >= 0) throw new Error(`chunk ${chunk} is taken for chunk ${claimed}`);
    const place = { volume: rows.length + 1, position, offset: 0 };
    index.publish(~claimed, place);
    references.push(place.volume, place.position, 0, chunkBytes);
    position += chunkBytes + overheadBytes;
    if (position > volumeBytes) {
      rows.push(rowOf(place.volume));
      position = 4096;
    }
    if (references.length === chunksPerFile * 4) {
      catalog.add({
        kind: 'file',
        path: `file ${chunk}`,
        size: chunksPerFile * chunkBytes,
        sparse: false,
        chunks: references,
      });
      references = [];
    }
  }
  catalog.finish().discard();
  return { chunks, indexBytes: index.memoryBytes };
}
