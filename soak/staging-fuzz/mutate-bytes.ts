/** @file Changes to bytes, without knowing what they mean. */
import type { Random } from '../../bench/corpora/random.ts';
import { pick } from './fuzz-kind.ts';

const wideNumbers = [
  0, 1, 15, 16, 31, 32, 4095, 4096, 4097, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff,
] as const;

export function randomBytesOf(random: Random, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (; at + 4 <= length; at += 4) bytes.writeUInt32LE(random(), at);
  for (; at < length; at += 1) bytes[at] = random() & 0xff;
  return bytes;
}

/** One to three changes; the original stays as it is. */
export function mutateBytes(random: Random, original: Buffer): Buffer {
  let bytes = Buffer.from(original);
  for (let change = random() % 3; change >= 0; change -= 1) {
    const at = random() % Math.max(1, bytes.length);
    switch (random() % 7) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << (random() % 8));
        break;
      case 1:
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(pick(random, wideNumbers), at);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes, randomBytesOf(random, random() % 64)]);
        break;
      case 4:
        bytes.fill(random() & 0xff, at, Math.min(bytes.length, at + (random() % 64)));
        break;
      case 5: {
        const end = at + (random() % 256);
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end)]);
        break;
      }
      default:
        bytes[at] = random() & 0xff;
    }
  }
  return bytes;
}
