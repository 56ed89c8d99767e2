import { pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import { md5Bytes } from '../manifest/page-ranges.ts';

/** MD5s of the pieces of a file as they become known, compared with those that are expected. */
export class PieceHashes {
  readonly hashes: Buffer;
  readonly #expected: Uint8Array | undefined;

  /** @param expected MD5s of all 4 MiB pieces, joined; absent: everything is right */
  constructor(bytes: number, expected: Uint8Array | undefined) {
    this.hashes = Buffer.alloc(pageRangeCount(bytes) * md5Bytes);
    this.#expected = expected?.length === this.hashes.length ? expected : undefined;
    if (expected !== undefined && this.#expected === undefined) {
      throw new RangeError('Staged hashes do not fit the length of their file');
    }
  }

  /**
   * @param first piece
   * @param digests of it and the next ones, joined
   * @returns whether all of them are as expected
   */
  add(first: number, digests: Buffer): boolean {
    const at = first * md5Bytes;
    digests.copy(this.hashes, at);
    return this.#expected === undefined || digests.equals(this.#expected.subarray(at, at + digests.length));
  }
}
