import { describe, expect, it } from 'vitest';
import { noise } from '../testing/tree-snapshot.ts';
import { findCut, nextPiece } from './chunker.ts';
import { writeLimits } from './write-limits.ts';

const mebibyte = 1024 * 1024;
const limits = writeLimits(1024 * mebibyte);

function cut(bytes: Buffer) {
  const pieces: { start: number; length: number; isHole: boolean }[] = [];
  for (let start = 0; start < bytes.length; ) {
    const piece = nextPiece(bytes, start, start, bytes.length, limits, (from, to) =>
      findCut(bytes, from, to, limits),
    );
    pieces.push({ start, ...piece });
    start += piece.length;
  }
  return pieces;
}

describe('cutting', () => {
  it('keeps to its limits, and is about 1 MiB on average', () => {
    const pieces = cut(noise(40 * mebibyte, 1));
    for (const { length } of pieces.slice(0, -1)) {
      expect(length).toBeGreaterThanOrEqual(256 * 1024);
      expect(length).toBeLessThanOrEqual(4 * mebibyte);
    }
    expect(pieces.length).toBeGreaterThan(25);
    expect(pieces.length).toBeLessThan(60);
  });

  it('finds its cuts again behind an insertion', () => {
    const bytes = noise(20 * mebibyte, 2);
    const contents = (all: Buffer): Set<string> =>
      new Set(cut(all).map(({ start, length }) => `${length} ${all.readInt32LE(start)}`));
    const before = contents(bytes);
    const after = contents(
      Buffer.concat([bytes.subarray(0, 9 * mebibyte), Buffer.from('inserted'), bytes.subarray(9 * mebibyte)]),
    );
    const lost = [...before].filter((content) => !after.has(content));
    expect(lost.length).toBeLessThanOrEqual(3);
  });

  it('makes holes of zeros, begins them on 64 KiB, and loses no byte', () => {
    const bytes = Buffer.concat([
      noise(100_000, 3),
      Buffer.alloc(3 * mebibyte),
      noise(50_000, 4),
      Buffer.alloc(1000),
    ]);
    const pieces = cut(bytes);
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length);
    const holes = pieces.filter(({ isHole }) => isHole);
    expect(holes).toHaveLength(1);
    expect((holes[0]?.start ?? 1) % 65_536).toBe(0);
    expect(holes[0]?.length).toBeGreaterThan(3 * mebibyte - 131_072);
    for (const { start, length } of holes)
      expect(bytes.subarray(start, start + length).every((byte) => byte === 0)).toBe(true);
  });
});

describe('writeLimits', () => {
  it.each([
    [1, 0.25],
    [4, 1],
    [16, 4],
    [1024, 4],
  ])('%d MiB volumes hold chunks of at most %d MiB', (volume, chunk) => {
    const { maximumChunkBytes, minimumChunkBytes, averageChunkBytes, smallBytes } = writeLimits(
      volume * mebibyte,
    );
    expect(maximumChunkBytes).toBe(chunk * mebibyte);
    expect([averageChunkBytes, minimumChunkBytes, smallBytes]).toEqual(
      [chunk / 4, chunk / 16, chunk / 16].map((part) => part * mebibyte),
    );
  });
});
