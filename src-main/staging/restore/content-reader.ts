/** @file Worker thread: gives chunks of authenticated content, keeping recently used blocks and volumes. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { maximumRawBlockBytes } from '../format/constants.ts';
import { openVolume, type VolumeReader } from '../read/volume-reader.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';
import { createKeptBlocks } from './kept-blocks.ts';

/** A line of the volume table, as far as reading content needs it. */
export type ContentVolume = Pick<VolumeRow, 'number' | 'volumeId' | 'file' | 'length'>;

export interface ContentReaderOptions {
  readonly source: VolumeSource;
  readonly volumes: readonly ContentVolume[];
  readonly setId: string;
  readonly dataKey: Uint8Array;
  /** Decoded blocks that are kept, since neighbours share them; at least the longest there can be. */
  readonly keptBytes: number;
}

export interface ContentReader {
  /**
   * Answers at once when the block is at hand.
   * @returns bytes of a chunk, valid until the next call
   * @throws AppError `staging.volumeDamaged`, `staging.volumeMissing`, `staging.versionUnsupported`
   */
  read(volume: number, position: number, offset: number, length: number): Buffer | Promise<Buffer>;
}

function damaged(file: string, details: string): AppError {
  return new AppError({ kind: 'environment', code: 'staging.volumeDamaged', params: { file }, details });
}

export function createContentReader(options: ContentReaderOptions): ContentReader {
  const { source, setId, dataKey } = options;
  const byNumber = new Map(options.volumes.map((volume) => [volume.number, volume]));
  const volumes = new Map<number, Promise<VolumeReader>>();
  const blocks = createKeptBlocks(Math.max(options.keptBytes, maximumRawBlockBytes));
  const volumeOf = ({ file, volumeId, number, length }: ContentVolume): Promise<VolumeReader> => {
    const known = volumes.get(number);
    if (known !== undefined) return known;
    const opened = openVolume(source, { file, setId, volumeId, number, length }, dataKey, {
      acceptsTrailer: true,
    });
    volumes.set(number, opened);
    return opened;
  };
  const chunkOf = (block: Buffer, file: string, offset: number, length: number): Buffer => {
    if (offset + length > block.length) throw damaged(file, 'chunk reaches beyond its block');
    return block.subarray(offset, offset + length);
  };
  return {
    read(number, position, offset, length) {
      const volume = byNumber.get(number);
      if (volume === undefined) throw damaged(`volume ${number}`, 'not in the volume table');
      const { file } = volume;
      const kept = blocks.find(number, position);
      if (kept !== undefined) return chunkOf(kept, file, offset, length);
      return volumeOf(volume)
        .then((reader) => reader.content(position, blocks.take))
        .then(({ bytes }) => {
          blocks.add(number, position, bytes);
          return chunkOf(bytes, file, offset, length);
        });
    },
  };
}
