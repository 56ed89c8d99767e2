import { indexRecordBytes } from '../format/constants.ts';
import type { BlockMember } from './volume-packer.ts';

const firstRecords = 4096;

/** Chunk index of the volume that is being written (staging-format.md 7). */
export class IndexRecords {
  #bytes = Buffer.allocUnsafe(firstRecords * indexRecordBytes);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** @param position of the block that holds the chunks */
  add(members: readonly BlockMember[], position: number): void {
    for (const { digest, offset, length } of members) {
      const start = this.#count * indexRecordBytes;
      if (start === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
      this.#bytes.write(digest, start, 'latin1');
      this.#bytes.writeBigUInt64LE(BigInt(position), start + 32);
      this.#bytes.writeUInt32LE(offset, start + 40);
      this.#bytes.writeUInt32LE(length, start + 44);
      this.#count += 1;
    }
  }

  /** All records, valid until the next `add`. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#count * indexRecordBytes);
  }
}
