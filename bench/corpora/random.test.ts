import { createCipheriv, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyStream, createRandom, fraction } from './random.ts';

describe('createRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const take = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 50 }, random);
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    expect(new Set(take(1)).size).toBe(50);
  });

  it('spreads fractions evenly', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 4000 }, () => fraction(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeGreaterThan(0.47);
    expect(mean).toBeLessThan(0.53);
    expect(Math.max(...values)).toBeLessThan(1);
  });
});

describe('createKeyStream', () => {
  it('is the documented key stream, however it is taken', () => {
    const key = createHash('sha256').update('corpus:0').digest();
    const expected = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(100));
    const next = createKeyStream('corpus:0');
    expect(Buffer.concat([next(33), next(67)])).toEqual(expected);
  });
});
