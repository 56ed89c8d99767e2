import type { KeyObject } from 'node:crypto';
import { type BlockKind, decodeBlock, openBlock, readBlockHeader } from '../format/block.ts';
import { blockHeaderBytes, blockOverheadBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import type { VolumeSource } from '../volume-source.ts';

export interface BlockPlace {
  readonly file: string;
  readonly position: number;
  /** The block must end here or before. */
  readonly end: number;
  readonly kind: BlockKind;
}

export interface FoundBlock {
  readonly bytes: Buffer;
  /** Bytes that the block takes in its file. */
  readonly length: number;
}

/**
 * Reads, authenticates and decodes one block.
 * @throws DamageError, or what the source throws
 */
export async function readBlock(
  source: VolumeSource,
  place: BlockPlace,
  key: KeyObject,
): Promise<FoundBlock> {
  const { file, position, end, kind } = place;
  if (position < 0 || position + blockOverheadBytes > end)
    throw new DamageError('block lies outside of its file');
  const header = readBlockHeader(await source.read(file, position, blockHeaderBytes), kind);
  const length = header.payloadLength + blockOverheadBytes;
  if (position + length > end) throw new DamageError('block lies outside of its file');
  const bytes = await source.read(file, position, length);
  return { bytes: decodeBlock(openBlock(bytes, key, position, kind)), length };
}
