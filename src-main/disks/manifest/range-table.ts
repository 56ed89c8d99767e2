import { pageRangeBytes } from '../../../src-shared/domain/capacity-planning.ts';
import type { ManifestBlock } from './manifest-types.ts';
import { md5Bytes } from './page-ranges.ts';

const firstCapacity = 256;

/**
 * Ranges of one blob in little memory: 16 bytes each while they are 4 MiB pieces side by side, as nearly all are; offsets and
 * lengths are kept only from the first one that is not.
 */
export class RangeTable implements Iterable<ManifestBlock> {
  #hashes: Buffer;
  #count = 0;
  #regularCount = 0;
  readonly #odd: { readonly offset: number; readonly length: number }[] = [];
  readonly #ids = new Map<number, string>();

  /** @param expectedCount saves growing when the length of the blob is known before its ranges */
  constructor(expectedCount = firstCapacity) {
    this.#hashes = Buffer.allocUnsafe(Math.max(firstCapacity, expectedCount) * md5Bytes);
  }

  get count(): number {
    return this.#count;
  }

  get idCount(): number {
    return this.#ids.size;
  }

  /** MD5s of all ranges, joined. */
  get hashes(): Uint8Array {
    return this.#hashes.subarray(0, this.#count * md5Bytes);
  }

  /** True when the ranges are those that this product writes: 4 MiB each from 0 on, the last one shorter. */
  isPlain(length: number): boolean {
    const [last] = this.#odd;
    if (this.#regularCount * pageRangeBytes === length) return this.#odd.length === 0;
    return (
      this.#odd.length === 1 &&
      last?.offset === this.#regularCount * pageRangeBytes &&
      last.offset + last.length === length
    );
  }

  add(range: ManifestBlock): void {
    const at = this.#count * md5Bytes;
    if (at === this.#hashes.length) {
      this.#hashes = Buffer.concat([this.#hashes, Buffer.allocUnsafe(Math.max(at >> 1, 4096))]);
    }
    this.#hashes.write(range.hash, at, 'hex');
    const isRegular =
      this.#odd.length === 0 &&
      range.offset === this.#count * pageRangeBytes &&
      range.length === pageRangeBytes;
    if (isRegular) this.#regularCount += 1;
    else this.#odd.push({ offset: range.offset, length: range.length });
    if (range.id !== undefined) this.#ids.set(this.#count, range.id);
    this.#count += 1;
  }

  *[Symbol.iterator](): Generator<ManifestBlock> {
    for (let index = 0; index < this.#count; index += 1) {
      const place = this.#odd[index - this.#regularCount] ?? {
        offset: index * pageRangeBytes,
        length: pageRangeBytes,
      };
      const id = this.#ids.get(index);
      const hash = this.#hashes.toString('hex', index * md5Bytes, (index + 1) * md5Bytes).toUpperCase();
      yield { offset: place.offset, length: place.length, ...(id === undefined ? {} : { id }), hash };
    }
  }
}
