import { describe, expect, it } from 'vitest';
import { createRandom } from '../../bench/corpora/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateJson, oddValue, writeJson } from './mutate-json.ts';

describe('changes for the fuzz', () => {
  it('leave the original bytes alone and differ from it and from each other', () => {
    const original = Buffer.from('some bytes that are to be changed');
    const random = createRandom(1);
    const made = Array.from({ length: 500 }, () => mutateBytes(random, original).toString('latin1'));
    expect(original.toString()).toBe('some bytes that are to be changed');
    expect(new Set(made).size).toBeGreaterThan(300);
    expect(mutateBytes(random, Buffer.alloc(0))).toBeInstanceOf(Buffer);
  });

  it('of JSON are mostly JSON again, the same for the same seed', () => {
    const value = { kind: 'file', path: 'a', size: 3, chunks: [[1, 4096, 0, 3]] };
    const make = (seed: number): string => {
      const random = createRandom(seed);
      return writeJson(random, mutateJson(random, value));
    };
    const texts = Array.from({ length: 500 }, (_, seed) => make(seed));
    expect(make(5)).toBe(texts[5]);
    const parsed = texts.filter((text) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    });
    expect(parsed.length).toBe(500);
    expect(new Set(texts).size).toBeGreaterThan(150);
  });

  it('reach depth, numbers that no number holds, and words written otherwise', () => {
    const random = createRandom(2);
    const texts = Array.from({ length: 800 }, () =>
      writeJson(random, { kind: 'root', odd: oddValue(random) }),
    );
    expect(texts.some((text) => text.includes('[[[[[['))).toBe(true);
    expect(texts.some((text) => text.includes('1e400'))).toBe(true);
    expect(texts.some((text) => text.includes('\\u0072\\u006f\\u006f\\u0074'))).toBe(true);
    expect(texts.some((text) => text.includes('raw:'))).toBe(false);
  });
});
