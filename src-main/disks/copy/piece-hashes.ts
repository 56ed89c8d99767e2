import { hash } from 'node:crypto';
import { pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import { md5Bytes } from '../manifest/page-ranges.ts';

/** MD5 of the first bytes of a buffer. */
export function md5Of(buffer: Buffer, length: number): Buffer {
  return hash('md5', buffer.subarray(0, length), 'buffer');
}

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

  /** @returns whether the piece is as expected */
  add(index: number, piece: Buffer, length: number): boolean {
    const digest = md5Of(piece, length);
    const at = index * md5Bytes;
    digest.copy(this.hashes, at);
    return this.#expected === undefined || digest.equals(this.#expected.subarray(at, at + md5Bytes));
  }
}
