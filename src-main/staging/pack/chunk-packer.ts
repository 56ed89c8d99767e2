/** @file Worker thread: stores every chunk once, gathers small ones into blocks of about 1 MiB. */
import { hash } from 'node:crypto';
import { blockKinds, encodeBlock } from '../format/block.ts';
import type { WriteLimits } from '../write/write-limits.ts';
import type { ChunkIndex } from './chunk-index.ts';
import type { Digest } from './chunk-tag.ts';
import type { Region } from './pack-memory.ts';
import type { BlockMember, VolumePacker } from './volume-packer.ts';

export interface ChunkPacker {
  /**
   * Takes a chunk over; the bytes may change afterwards, once a promise is resolved.
   * @returns number of the chunk in the index; its place is known once its block is written
   */
  add(bytes: Buffer): number | Promise<number>;
  /** Writes the gathered block, so that every chunk of this thread has its place. */
  flush(): Promise<void>;
}

/** @param gather room for one block and one small chunk */
export function createChunkPacker(
  volumes: VolumePacker,
  index: ChunkIndex,
  gather: Region,
  limits: WriteLimits,
): ChunkPacker {
  let used = 0;
  let members: BlockMember[] = [];
  let numbers: number[] = [];

  const flush = async (): Promise<void> => {
    if (members.length === 0) return;
    const block = encodeBlock(blockKinds.content, gather.bytes.subarray(0, used));
    const { volume, position } = await volumes.append(block, members);
    for (const [at, number] of numbers.entries()) {
      index.publish(number, { volume, position, offset: members[at]?.offset ?? 0 });
    }
    used = 0;
    members = [];
    numbers = [];
  };
  const store = async (number: number, digest: Digest, bytes: Buffer): Promise<number> => {
    const member = { digest, offset: 0, length: bytes.length };
    const { volume, position } = await volumes.append(encodeBlock(blockKinds.content, bytes), [member]);
    index.publish(number, { volume, position, offset: 0 });
    return number;
  };
  return {
    add(bytes) {
      const digest = hash('sha256', bytes, 'binary');
      const found = index.claim(digest);
      if (found >= 0) return found;
      const number = ~found;
      if (bytes.length >= limits.smallBytes) return store(number, digest, bytes);
      gather.bytes.set(bytes, used);
      members.push({ digest, offset: used, length: bytes.length });
      numbers.push(number);
      used += bytes.length;
      const isFull = used >= limits.gatheredBlockBytes || members.length >= limits.gatheredBlockChunks;
      return isFull ? flush().then(() => number) : number;
    },
    flush,
  };
}
