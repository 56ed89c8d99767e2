/** @file Seeded chance: the same seed gives the same data on every machine. */
import { createCipheriv, createHash } from 'node:crypto';

/** Whole numbers from 0 to 2^32 - 1. */
export type Random = () => number;

/** Small fast counter generator (sfc32), seeded by one number and warmed up. */
export function createRandom(seed: number): Random {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}

/** 0 up to, but not including, 1. */
export const fraction = (random: Random): number => random() / 2 ** 32;

/** Bytes that nothing compresses: the AES-256-CTR key stream of `sha256(label)`. @returns gives the next so many bytes */
export function createKeyStream(label: string): (bytes: number) => Buffer {
  const key = createHash('sha256').update(label).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (bytes) => cipher.update(Buffer.alloc(bytes));
}
