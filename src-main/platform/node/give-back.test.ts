import { createCipheriv, randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { giveBack } from './give-back.ts';

describe('memory that is given back', () => {
  it('of a cipher and of zstd is gone at once', () => {
    const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
    for (const answer of [cipher.update(Buffer.alloc(131_072)), zstdCompressSync(randomBytes(100_000))]) {
      expect(answer.length).toBeGreaterThan(65_000);
      giveBack(answer);
      expect(answer.length).toBe(0);
    }
  });

  it('is not taken from others that share it', () => {
    const small = Buffer.from('part of the pool');
    const few = zstdDecompressSync(zstdCompressSync(Buffer.alloc(2000)), { chunkSize: 2001 });
    const view = Buffer.alloc(100_000).subarray(50_000);
    const shared = Buffer.from(new SharedArrayBuffer(100_000));
    for (const buffer of [small, few, view, shared]) {
      const { length } = buffer;
      giveBack(buffer);
      expect(buffer.length).toBe(length);
    }
  });

  it('never is that of a kernel', () => {
    const memory = Buffer.from(new WebAssembly.Memory({ initial: 2 }).buffer);
    expect(() => giveBack(memory)).toThrow(TypeError);
    expect(memory.length).toBe(131_072);
  });
});
