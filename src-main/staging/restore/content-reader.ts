/** @file Worker thread: gives chunks of authenticated content, keeping recently used blocks and volumes. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openVolume, type VolumeReader } from '../read/volume-reader.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';

const keptBlockBytes = 48 * 1024 * 1024;

export interface ContentReader {
  /**
   * @returns bytes of a chunk, valid until the next call
   * @throws AppError `staging.volumeDamaged`, `staging.volumeMissing`, `staging.versionUnsupported`
   */
  read(volume: number, position: number, offset: number, length: number): Promise<Buffer>;
}

function damaged(file: string, details: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.volumeDamaged', params: { file }, details });
}

export function createContentReader(
  source: VolumeSource,
  rows: readonly VolumeRow[],
  setId: string,
  dataKey: Uint8Array,
): ContentReader {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const volumes = new Map<number, Promise<VolumeReader>>();
  const blocks = new Map<string, Buffer>();
  let blockBytes = 0;
  const volumeOf = (row: VolumeRow): Promise<VolumeReader> => {
    const { file, volumeId, number, length } = row;
    const known = volumes.get(number);
    if (known !== undefined) return known;
    const opened = openVolume(source, { file, setId, volumeId, number, length }, dataKey, {
      acceptsTrailer: true,
    });
    volumes.set(number, opened);
    return opened;
  };
  const blockAt = async (row: VolumeRow, position: number): Promise<Buffer> => {
    const key = `${row.number}:${position}`;
    const known = blocks.get(key);
    if (known !== undefined) {
      blocks.delete(key);
      blocks.set(key, known);
      return known;
    }
    const { bytes } = await (await volumeOf(row)).content(position);
    blocks.set(key, bytes);
    blockBytes += bytes.length;
    for (const [oldKey, old] of blocks) {
      if (blockBytes <= keptBlockBytes || blocks.size === 1) break;
      blocks.delete(oldKey);
      blockBytes -= old.length;
    }
    return bytes;
  };
  return {
    async read(volume, position, offset, length) {
      const row = byNumber.get(volume);
      if (row === undefined) throw damaged(`volume ${volume}`, 'not in the volume table');
      const block = await blockAt(row, position);
      if (offset + length > block.length) throw damaged(row.file, 'chunk reaches beyond its block');
      return block.subarray(offset, offset + length);
    },
  };
}
