import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { blockHeaderBytes, maximumBlockPayloadBytes, maximumRawBlockBytes, tagBytes } from './constants.ts';
import { DamageError } from './damage.ts';

export const blockKinds = { content: 1, catalog: 2, chunkIndex: 3 } as const;
export type BlockKind = (typeof blockKinds)[keyof typeof blockKinds];

/** A block before encryption. */
export interface EncodedBlock {
  readonly kind: BlockKind;
  /** 0 stored, 1 Zstandard. */
  readonly codec: 0 | 1;
  readonly rawLength: number;
  readonly payload: Buffer;
}

/** First 16 bytes of a block, checked for bounds but not authenticated. */
export interface BlockHeader {
  readonly kind: BlockKind;
  readonly codec: 0 | 1;
  readonly payloadLength: number;
  readonly rawLength: number;
}

const magic = 0x314b4c42; // "BLK1", little-endian
const compressionLevel = 1;
/** Zstandard would only look back over 512 KiB; a whole gathered block costs no more time and some bytes less. */
const windowLog = 20;
/** The output is one piece, also of what does not get shorter: then nothing has to be joined, and all of it can be given back. */
const frameBytes = 1024;
const leastOutputBytes = 64 * 1024;
const cipherPieceBytes = 128 * 1024;
const trialPieces = 8;
const trialPieceBytes = 2048;
const worthwhile = 0.97;
const surelyCompressibleBits = 7.6;
/** What some thousand bytes of pure noise show; a byte fewer in a hundred is all that coding them singly could save. */
const flatBits = 7.93;
const repeatPieces = 4;
const repeatPieceBytes = 512;

function compress(bytes: Buffer): Buffer {
  return zstdCompressSync(bytes, {
    chunkSize: Math.max(leastOutputBytes, bytes.length + (bytes.length >>> 8) + frameBytes),
    params: {
      [constants.ZSTD_c_compressionLevel]: compressionLevel,
      [constants.ZSTD_c_windowLog]: windowLog,
      [constants.ZSTD_c_contentSizeFlag]: 1,
    },
  });
}

const byteCounts = new Uint32Array(256);

/** Bits per byte that single bytes carry, of some thousand bytes spread over all. 8 is noise to this measure, not always in truth. */
function sampledEntropy(bytes: Buffer): number {
  byteCounts.fill(0);
  const step = Math.max(1, bytes.length >>> 12);
  let samples = 0;
  for (let index = 0; index < bytes.length; index += step) {
    const byte = bytes[index] ?? 0;
    byteCounts[byte] = (byteCounts[byte] ?? 0) + 1;
    samples += 1;
  }
  let bits = 0;
  for (const count of byteCounts) if (count > 0) bits -= count * Math.log2(count / samples);
  return bits / samples;
}

const lastWords = new Int32Array(1024);

/** Whether words of four bytes come again within a few short pieces. In noise one in a million does. */
function showsRepeats(bytes: Buffer): boolean {
  lastWords.fill(0);
  const step = Math.floor(bytes.length / repeatPieces);
  for (let piece = 0; piece < repeatPieces; piece += 1) {
    const start = piece * step + ((step - repeatPieceBytes) >> 1);
    for (let at = start; at < start + repeatPieceBytes; at += 1) {
      const word = bytes.readInt32LE(at);
      const slot = Math.imul(word, 0x9e3779b1) >>> 22;
      if (lastWords[slot] === word) return true;
      lastWords[slot] = word;
    }
  }
  return false;
}

/** A few samples tell noise (photos, archives) from the rest at a hundredth of the price. */
function looksCompressible(bytes: Buffer): boolean {
  if (bytes.length < trialPieces * trialPieceBytes * 4) return true;
  const bits = sampledEntropy(bytes);
  if (bits < surelyCompressibleBits) return true;
  if (bits > flatBits && !showsRepeats(bytes)) return false;
  const step = Math.floor(bytes.length / trialPieces);
  const pieces = Array.from({ length: trialPieces }, (_, index) => {
    const start = index * step + ((step - trialPieceBytes) >> 1);
    return bytes.subarray(start, start + trialPieceBytes);
  });
  return compress(Buffer.concat(pieces)).length < trialPieces * trialPieceBytes * worthwhile;
}

/** Compresses where it helps. The payload may be `bytes` itself. */
export function encodeBlock(kind: BlockKind, bytes: Buffer): EncodedBlock {
  if (bytes.length > maximumRawBlockBytes) throw new RangeError(`block of ${bytes.length} bytes`);
  if (kind !== blockKinds.chunkIndex && looksCompressible(bytes)) {
    const payload = compress(bytes);
    if (payload.length < bytes.length * worthwhile)
      return { kind, codec: 1, rawLength: bytes.length, payload };
  }
  return { kind, codec: 0, rawLength: bytes.length, payload: bytes };
}

function nonceAt(position: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(position), 4);
  return nonce;
}

/** Encrypts a block for its position in its file. @returns header, ciphertext and tag, to be written one after the other */
export function sealBlock(block: EncodedBlock, key: KeyObject, position: number): readonly Buffer[] {
  const header = Buffer.alloc(blockHeaderBytes);
  header.writeUInt32LE(magic, 0);
  header.writeUInt8(block.kind, 4);
  header.writeUInt8(block.codec, 5);
  header.writeUInt32LE(block.payload.length, 8);
  header.writeUInt32LE(block.rawLength, 12);
  const cipher = createCipheriv('aes-256-gcm', key, nonceAt(position));
  cipher.setAAD(header);
  const pieces = [header];
  for (let start = 0; start < block.payload.length; start += cipherPieceBytes) {
    pieces.push(cipher.update(block.payload.subarray(start, start + cipherPieceBytes)));
  }
  cipher.final();
  pieces.push(cipher.getAuthTag());
  return pieces;
}

/** @throws DamageError when no block of this kind begins here */
export function readBlockHeader(bytes: Buffer, kind: BlockKind): BlockHeader {
  if (bytes.length < blockHeaderBytes || bytes.readUInt32LE(0) !== magic)
    throw new DamageError('no block here');
  const codec = bytes.readUInt8(5);
  const payloadLength = bytes.readUInt32LE(8);
  const rawLength = bytes.readUInt32LE(12);
  if (
    bytes.readUInt8(4) !== kind ||
    (codec !== 0 && codec !== 1) ||
    bytes.readUInt16LE(6) !== 0 ||
    payloadLength > maximumBlockPayloadBytes ||
    rawLength > maximumRawBlockBytes
  ) {
    throw new DamageError('block header is out of bounds');
  }
  return { kind, codec, payloadLength, rawLength };
}

/**
 * Authenticates and decrypts, without decoding.
 * @param bytes the whole block: header, ciphertext, tag
 * @throws DamageError
 */
export function openBlock(bytes: Buffer, key: KeyObject, position: number, kind: BlockKind): EncodedBlock {
  const header = readBlockHeader(bytes, kind);
  const end = blockHeaderBytes + header.payloadLength;
  if (bytes.length !== end + tagBytes) throw new DamageError('block is cut off');
  const decipher = createDecipheriv('aes-256-gcm', key, nonceAt(position), { authTagLength: tagBytes });
  decipher.setAAD(bytes.subarray(0, blockHeaderBytes));
  decipher.setAuthTag(bytes.subarray(end));
  const payload = decipher.update(bytes.subarray(blockHeaderBytes, end));
  try {
    decipher.final();
  } catch {
    throw new DamageError('block fails its authentication');
  }
  return { kind, codec: header.codec, rawLength: header.rawLength, payload };
}

/** Content of an authenticated block. @throws DamageError */
export function decodeBlock(block: EncodedBlock): Buffer {
  let bytes = block.payload;
  if (block.codec === 1) {
    try {
      bytes = zstdDecompressSync(block.payload, {
        maxOutputLength: Math.max(1, block.rawLength),
        params: { [constants.ZSTD_d_windowLogMax]: 23 },
      });
    } catch {
      throw new DamageError('block does not decode');
    }
  }
  if (bytes.length !== block.rawLength) throw new DamageError('block has another length than it says');
  return bytes;
}
