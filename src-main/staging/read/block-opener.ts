/** @file Worker thread: opens many blocks one after the other without asking for fresh memory for each. */
import { createDecipheriv, type KeyObject } from 'node:crypto';
import { constants, zstdDecompressSync } from 'node:zlib';
import { giveBack } from '../../platform/node/give-back.ts';
import { type BlockKind, readBlockHeader } from '../format/block.ts';
import { blockHeaderBytes, tagBytes } from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';

/** Gives memory for a decoded block, which is then the caller's. */
export type BlockMemory = (length: number) => Buffer;

export interface BlockOpener {
  /**
   * Authenticates, decrypts and decodes a block.
   * @param bytes the whole block: header, ciphertext, tag
   * @throws DamageError; what is in the memory then counts for nothing
   */
  open(bytes: Buffer, key: KeyObject, position: number, kind: BlockKind, memory: BlockMemory): Buffer;
}

/** Long enough to be given back. */
const cipherPieceBytes = 128 * 1024;
const leastScratchBytes = 2 * 1024 * 1024;

export function createBlockOpener(): BlockOpener {
  const nonce = Buffer.alloc(12);
  let scratch = Buffer.alloc(0);
  const scratchFor = (length: number): Buffer => {
    if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(Math.max(length, leastScratchBytes));
    return scratch.subarray(0, length);
  };
  const decrypt = (bytes: Buffer, key: KeyObject, position: number, into: Buffer): void => {
    nonce.writeBigUInt64BE(BigInt(position), 4);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(bytes.subarray(0, blockHeaderBytes));
    const end = blockHeaderBytes + into.length;
    decipher.setAuthTag(bytes.subarray(end));
    for (let start = blockHeaderBytes; start < end; start += cipherPieceBytes) {
      const piece = decipher.update(bytes.subarray(start, Math.min(end, start + cipherPieceBytes)));
      piece.copy(into, start - blockHeaderBytes);
      giveBack(piece);
    }
    try {
      decipher.final();
    } catch {
      throw new DamageError('block fails its authentication');
    }
  };
  const decode = (payload: Buffer, rawLength: number): Buffer => {
    try {
      return zstdDecompressSync(payload, {
        // One piece of output, and room to see that it was the last.
        chunkSize: Math.max(constants.Z_MIN_CHUNK, rawLength + 1),
        maxOutputLength: Math.max(1, rawLength),
        params: { [constants.ZSTD_d_windowLogMax]: 23 },
      });
    } catch {
      throw new DamageError('block does not decode');
    }
  };
  return {
    open(bytes, key, position, kind, memory) {
      const { codec, payloadLength, rawLength } = readBlockHeader(bytes, kind);
      if (bytes.length !== blockHeaderBytes + payloadLength + tagBytes)
        throw new DamageError('block is cut off');
      if (codec === 0) {
        if (payloadLength !== rawLength) throw new DamageError('block has another length than it says');
        const content = memory(rawLength);
        decrypt(bytes, key, position, content);
        return content;
      }
      const payload = scratchFor(payloadLength);
      decrypt(bytes, key, position, payload);
      const decoded = decode(payload, rawLength);
      if (decoded.length !== rawLength) throw new DamageError('block has another length than it says');
      const content = memory(rawLength);
      decoded.copy(content);
      giveBack(decoded);
      return content;
    },
  };
}
