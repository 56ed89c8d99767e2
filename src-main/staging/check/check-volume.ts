/** @file Worker thread: reads a volume from front to back, once, and checks every byte of it. */
import { hash } from 'node:crypto';
import { type BlockKind, blockKinds, decodeBlock, openBlock, readBlockHeader } from '../format/block.ts';
import {
  blockHeaderBytes,
  blockOverheadBytes,
  indexRecordBytes,
  pageBytes,
  rangeBytes,
} from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { checkIndexRecords } from '../format/index-records.ts';
import { isZero, pageLength } from '../format/page.ts';
import type { TrailerPage } from '../format/page-content.ts';
import { type ExpectedVolume, openVolume, type VolumeReader } from '../read/volume-reader.ts';
import { damageOf } from '../staging-errors.ts';
import type { VolumeRow } from '../staging-types.ts';
import type { VolumeSource } from '../volume-source.ts';

/**
 * MD5 of every 4 MiB range of a file, joined, base64.
 * @param onRange gets the bytes in order; may throw to stop
 */
export async function pageRangeMd5(
  source: VolumeSource,
  file: string,
  length: number,
  onRange: (bytes: Buffer) => void,
): Promise<string> {
  const digests: Buffer[] = [];
  for (let start = 0; start < length; start += rangeBytes) {
    const bytes = await source.read(file, start, Math.min(rangeBytes, length - start));
    digests.push(hash('md5', bytes, 'buffer'));
    onRange(bytes);
  }
  return Buffer.concat(digests).toString('base64');
}

interface BlockWalk {
  push(bytes: Buffer): void;
  end(): void;
}

/** Authenticates and decodes every block of a volume whose bytes come in order. */
function walkBlocks(
  reader: VolumeReader,
  trailer: TrailerPage,
  onIndex: (records: Buffer) => void,
): BlockWalk {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let contentBlocks = 0;
  let chunks = 0;
  const padEnd = reader.length - pageBytes;
  const openAt = (kind: BlockKind, limit: number): number => {
    if (rest.length < blockHeaderBytes) return 0;
    const length = readBlockHeader(rest, kind).payloadLength + blockOverheadBytes;
    if (position + length > limit) throw new DamageError('block runs into the next part');
    if (rest.length < length) return 0;
    const bytes = decodeBlock(openBlock(rest.subarray(0, length), reader.keys.blockKey, position, kind));
    if (kind === blockKinds.content) contentBlocks += 1;
    else {
      checkIndexRecords(bytes, trailer.indexOffset);
      chunks += bytes.length / indexRecordBytes;
      onIndex(bytes);
    }
    return length;
  };
  /** Length of the next part, 0 when more bytes are needed. */
  const step = (): number => {
    if (position === 0) return rest.length < pageBytes ? 0 : Math.min(pageLength(rest), trailer.indexOffset);
    if (position < trailer.indexOffset) return openAt(blockKinds.content, trailer.indexOffset);
    if (position < trailer.indexEnd) return openAt(blockKinds.chunkIndex, trailer.indexEnd);
    if (position >= padEnd) return rest.length;
    const padding = Math.min(padEnd - position, rest.length);
    if (!isZero(rest.subarray(0, padding))) throw new DamageError('padding is not zero');
    return padding;
  };
  return {
    push(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      for (let length = step(); length > 0 && rest.length > 0; length = step()) {
        rest = rest.subarray(length);
        position += length;
      }
    },
    end() {
      const isWhole =
        position === reader.length && contentBlocks === trailer.contentBlocks && chunks === trailer.chunks;
      if (!isWhole) throw new DamageError('volume does not hold what its trailer says');
    },
  };
}

/**
 * Reads a whole volume, authenticates every block, and gives its line for a volume table.
 * @param onRange called with the bytes of every range; may throw to stop
 * @param onIndex called with index records of 48 bytes each
 * @throws AppError `staging.volumeMissing`, `staging.volumeDamaged`
 */
export async function readWholeVolume(
  source: VolumeSource,
  expected: ExpectedVolume,
  dataKey: Uint8Array,
  onRange: (bytes: number) => void,
  onIndex: (records: Buffer) => void,
): Promise<VolumeRow> {
  const reader = await openVolume(source, expected, dataKey);
  const { file, length, identity } = reader;
  const walk = walkBlocks(reader, await reader.trailer(), onIndex);
  try {
    const md5 = await pageRangeMd5(source, file, length, (bytes) => {
      onRange(bytes.length);
      walk.push(bytes);
    });
    walk.end();
    return { number: identity.number, volumeId: identity.volumeId, file, length, pageRangeMd5: md5 };
  } catch (error) {
    throw damageOf(error, 'staging.volumeDamaged', file);
  }
}

/**
 * Checks a volume against its line in the volume table; with the data key every block too.
 * @throws AppError `staging.volumeMissing`, `staging.volumeDamaged`
 */
export async function checkVolume(
  source: VolumeSource,
  row: VolumeRow,
  setId: string,
  dataKey: Uint8Array | undefined,
  onRange: (bytes: number) => void,
): Promise<void> {
  const { file, volumeId, number, length } = row;
  try {
    const found = await source.length(file);
    if (found !== undefined && found !== length) throw new DamageError('volume has another length');
    const md5 =
      dataKey === undefined
        ? await pageRangeMd5(source, file, length, (bytes) => onRange(bytes.length))
        : (
            await readWholeVolume(
              source,
              { file, setId, volumeId, number, length },
              dataKey,
              onRange,
              () => {},
            )
          ).pageRangeMd5;
    if (md5 !== row.pageRangeMd5) throw new DamageError('volume fails its range checksums');
  } catch (error) {
    throw damageOf(error, 'staging.volumeDamaged', file);
  }
}
