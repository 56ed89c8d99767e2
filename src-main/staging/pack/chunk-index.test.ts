import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ChunkIndex, createChunkIndexMemory } from './chunk-index.ts';

const digestOf = (text: string | number): string => hash('sha256', String(text), 'binary');

describe('the chunk index', () => {
  it('knows every chunk again, whatever its place', () => {
    const index = new ChunkIndex(createChunkIndexMemory());
    const places = [
      { volume: 1, position: 4096, offset: 0 },
      { volume: 0xff_ffff, position: 2 ** 40 - 1, offset: 8 * 1024 * 1024 - 1 },
      { volume: 7, position: 2 ** 32, offset: 5 },
      { volume: 7, position: 2 ** 31, offset: 5 },
    ];
    for (const [at, place] of places.entries()) {
      expect(index.claim(digestOf(at))).toBe(~at);
      expect(index.place(at)).toBeUndefined();
      index.publish(at, place);
    }
    for (const [at, place] of places.entries()) {
      expect(index.claim(digestOf(at))).toBe(at);
      expect(index.place(at)).toEqual(place);
    }
    expect(index.count).toBe(places.length);
  });

  it('refuses places that it cannot hold', () => {
    const index = new ChunkIndex(createChunkIndexMemory());
    const number = ~index.claim(digestOf('a'));
    const place = { volume: 1, position: 0, offset: 0 };
    expect(() => index.publish(number, { ...place, volume: 2 ** 24 })).toThrow(RangeError);
    expect(() => index.publish(number, { ...place, volume: 0 })).toThrow(RangeError);
    expect(() => index.publish(number, { ...place, position: 2 ** 40 })).toThrow(RangeError);
  });

  it('keeps the first place of a chunk', () => {
    const index = new ChunkIndex(createChunkIndexMemory());
    index.insert(digestOf('a'), { volume: 1, position: 4096, offset: 0 });
    index.insert(digestOf('a'), { volume: 2, position: 8192, offset: 1 });
    expect(index.place(index.claim(digestOf('a')))).toMatchObject({ volume: 1 });
  });

  it('grows by at most 32 bytes a chunk, and finds all of them afterwards', () => {
    const index = new ChunkIndex(createChunkIndexMemory());
    const digest = Buffer.alloc(32);
    const chunks = 900_000;
    const set = (number: number): string => {
      digest.writeUInt32LE(number, 0);
      digest.writeUInt32LE(Math.imul(number, 0x9e37_79b1) >>> 0, 12);
      return digest.toString('latin1');
    };
    for (let number = 0; number < chunks; number += 1)
      index.insert(set(number), { volume: 1 + (number % 1000), position: number * 4096, offset: 0 });
    expect(index.memoryBytes / chunks).toBeLessThan(32 + 24);
    for (let number = 0; number < chunks; number += 997) {
      expect(index.claim(set(number))).toBe(number);
      expect(index.place(number)?.position).toBe(number * 4096);
    }
    expect(index.claim(set(chunks))).toBe(~chunks);
  });

  it('gives a chunk to exactly one of many threads', async () => {
    const memory = createChunkIndexMemory();
    const threads = 4;
    const chunks = 60_000;
    const program = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.module).then(({ ChunkIndex }) => {
        const index = new ChunkIndex(workerData.memory);
        const digest = Buffer.alloc(32);
        let claimed = 0;
        for (let number = 0; number < workerData.chunks; number += 1) {
          digest.writeUInt32LE(number, 0);
          const found = index.claim(digest.toString('latin1'));
          if (found >= 0) continue;
          claimed += 1;
          index.publish(~found, { volume: 1, position: number * 4096, offset: 0 });
        }
        parentPort.postMessage(claimed);
      });`;
    const module = new URL('./chunk-index.ts', import.meta.url).href;
    const claimed = await Promise.all(
      Array.from({ length: threads }, () => {
        const worker = new Worker(program, { eval: true, workerData: { module, memory, chunks } });
        return new Promise<number>((resolve, reject) => worker.on('message', resolve).on('error', reject));
      }),
    );
    expect(claimed.reduce((sum, one) => sum + one, 0)).toBe(chunks);
    const index = new ChunkIndex(memory);
    expect(index.count).toBe(chunks);
    const digest = Buffer.alloc(32);
    for (let number = 0; number < chunks; number += 101) {
      digest.writeUInt32LE(number, 0);
      expect(index.place(index.claim(digest.toString('latin1')))?.position).toBe(number * 4096);
    }
  });
});
