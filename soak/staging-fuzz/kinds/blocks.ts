import { createCipheriv } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import type { Random } from '../../../bench/corpora/random.ts';
import { type BlockKind, decodeBlock, openBlock } from '../../../src-main/staging/format/block.ts';
import { createBlockOpener } from '../../../src-main/staging/read/block-opener.ts';
import { keysOf, salts } from '../forge.ts';
import { chance, type FuzzKind, pick } from '../fuzz-kind.ts';
import { mutateBytes, randomBytesOf } from '../mutate-bytes.ts';

const { blockKey } = keysOf(salts[0]);
const mebibyte = 1024 * 1024;
const text = Buffer.from('words that are said again and again, '.repeat(40));
const plain = zstdCompressSync(text);
const checked = zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
/** Some KB that decode to more than a block may hold. */
const bomb = zstdCompressSync(Buffer.alloc(64 * mebibyte));
const wideWindow = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00]);
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
const frames: readonly [Buffer, ...Buffer[]] = [
  plain,
  checked,
  Buffer.concat([plain, plain]),
  Buffer.concat([skippable, plain]),
  skippable,
  wideWindow,
  Buffer.alloc(0),
];
const lengths = [
  0,
  1,
  text.length,
  text.length - 1,
  text.length * 2,
  mebibyte,
  8 * mebibyte,
  8 * mebibyte + 1,
  0xffff_ffff,
] as const;

function seal(random: Random, payload: Buffer, rawLength: number, position: number): Buffer {
  const header = Buffer.from(
    'BLK1\u0001\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
    'latin1',
  );
  header[4] = pick(random, [1, 1, 1, 2, 3, 0, 4]);
  header[5] = pick(random, [1, 1, 1, 0, 2]);
  header.writeUInt32LE(payload.length, 8);
  header.writeUInt32LE(rawLength, 12);
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(position), 4);
  const cipher = createCipheriv('aes-256-gcm', blockKey, nonce);
  cipher.setAAD(header);
  return Buffer.concat([header, cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
}

function forge(random: Random, position: number): Buffer {
  if (chance(random, 0.1)) return randomBytesOf(random, random() % 200);
  const isBomb = chance(random, 0.002);
  const frame = isBomb ? bomb : pick(random, frames);
  const payload = chance(random, 0.5) ? frame : mutateBytes(random, frame);
  const sealed = seal(random, payload, pick(random, lengths), position);
  return chance(random, 0.2) ? mutateBytes(random, sealed) : sealed;
}

const opener = createBlockOpener();

export const blocks: FuzzKind = {
  name: 'blocks',
  share: 30,
  run(random) {
    const position = pick(random, [4096, 0, 2 ** 40]);
    const bytes = forge(random, position);
    const kind: BlockKind = pick(random, [1, 1, 1, 2, 3]);
    if (random() % 2 === 0) opener.open(bytes, blockKey, position, kind, Buffer.allocUnsafe);
    else decodeBlock(openBlock(bytes, blockKey, position, kind));
  },
};
