import type { KeyObject } from 'node:crypto';
import { type BlockKind, readBlockHeader } from '../format/block.ts';
import { blockHeaderBytes, blockOverheadBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import type { VolumeSource } from '../volume-source.ts';
import { type BlockMemory, createBlockOpener } from './block-opener.ts';

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

/** One per thread: it holds nothing between two blocks. */
const opener = createBlockOpener();

/**
 * Reads, authenticates and decodes one block.
 * @param memory for the content; fresh unless given
 * @throws DamageError, or what the source throws
 */
export async function readBlock(
  source: VolumeSource,
  place: BlockPlace,
  key: KeyObject,
  memory: BlockMemory = Buffer.allocUnsafe,
): Promise<FoundBlock> {
  const { file, position, end, kind } = place;
  if (position < 0 || position + blockOverheadBytes > end)
    throw new DamageError('block lies outside of its file');
  const header = readBlockHeader(await source.read(file, position, blockHeaderBytes), kind);
  const length = header.payloadLength + blockOverheadBytes;
  if (position + length > end) throw new DamageError('block lies outside of its file');
  const bytes = await source.read(file, position, length);
  return { bytes: opener.open(bytes, key, position, kind, memory), length };
}
