/** @file Worker thread: decoded blocks in memory that is used in turn, so that it neither grows nor waits for a collector. */

export interface KeptBlocks {
  /** @returns content of a block that is still there */
  find(volume: number, position: number): Buffer | undefined;
  /** Memory for a block; those that it takes the place of are forgotten. It holds until as much again was taken. */
  take(length: number): Buffer;
  /** The memory that was taken last holds this block. */
  add(volume: number, position: number, bytes: Buffer): void;
}

interface KeptBlock {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/** Every one is looked at when memory is taken. */
const mostBlocks = 256;

/** @param capacity bytes; at least as long as the longest block */
export function createKeptBlocks(capacity: number): KeptBlocks {
  const memory = Buffer.allocUnsafeSlow(capacity);
  const blocks = new Map<string, KeptBlock>();
  let next = 0;
  const keyOf = (volume: number, position: number): string => `${volume}:${position}`;
  return {
    find: (volume, position) => blocks.get(keyOf(volume, position))?.bytes,
    take(length) {
      const start = next + length > capacity ? 0 : next;
      const end = start + length;
      for (const { key, start: oldStart, end: oldEnd } of blocks.values()) {
        const isInTheWay = oldStart < end && oldEnd > start;
        if (isInTheWay || blocks.size >= mostBlocks) blocks.delete(key);
      }
      next = end;
      return memory.subarray(start, end);
    },
    add(volume, position, bytes) {
      const key = keyOf(volume, position);
      const start = bytes.byteOffset - memory.byteOffset;
      blocks.delete(key);
      blocks.set(key, { key, start, end: start + bytes.length, bytes });
    },
  };
}
