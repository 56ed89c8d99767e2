import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { VolumeSource } from '../volume-source.ts';
import { createPlannedSource, plannedExtents } from './planned-source.ts';
import { createWindowedSource } from './windowed-source.ts';

const mebibyte = 1024 * 1024;
const content = Buffer.from(
  Uint32Array.from({ length: 10 * mebibyte }, (_, index) => index * 2_654_435_761).buffer,
);

/** Answers late, and remembers what was asked for and how much at once. */
function lateSource() {
  const asked: string[] = [];
  let under = 0;
  const most = { underWay: 0 };
  const source: VolumeSource = {
    list: async () => [],
    length: async () => content.length,
    async read(file, offset, length) {
      asked.push(`${file} ${offset}+${length}`);
      under += 1;
      most.underWay = Math.max(most.underWay, under);
      await pause(5);
      under -= 1;
      if (file === 'lost') throw new Error('lost');
      return content.subarray(offset, offset + length);
    },
    close: async () => {},
  };
  return { source, asked, most };
}

describe('a planned source', () => {
  const volume = { file: 'v', length: content.length };
  it('expects neighbouring blocks as one part, and others for themselves', () => {
    const chunks = [
      1,
      4096,
      0,
      10,
      1,
      4096,
      10,
      10,
      0,
      0,
      0,
      5,
      1,
      mebibyte,
      0,
      9,
      2,
      4096,
      0,
      1,
      1,
      30 * mebibyte,
      0,
      1,
    ];
    const extents = plannedExtents(chunks, (number) => (number === 1 ? volume : undefined));
    expect(extents).toEqual([
      { file: 'v', start: 4096, end: 2 * mebibyte + 64 * 1024 },
      { file: 'v', start: 30 * mebibyte, end: 31 * mebibyte + 64 * 1024 },
    ]);
  });

  it('reads the same bytes whether they were expected or not, in whichever order', async () => {
    const { source, most } = lateSource();
    const planned = createPlannedSource(source, { ahead: 3, pieceBytes: mebibyte });
    planned.expect([
      { file: 'v', start: 1000, end: 5 * mebibyte },
      { file: 'v', start: 20 * mebibyte, end: 26 * mebibyte },
    ]);
    for (const [offset, length] of [
      [1000, 16],
      [1000, 900_000],
      [901_000, 2_000_000],
      [4 * mebibyte, 3 * mebibyte],
      [0, 4096],
      [25 * mebibyte, 16],
      [1000, 50],
      [20 * mebibyte, 6 * mebibyte],
      [39 * mebibyte, mebibyte],
    ] as const) {
      const bytes = await planned.read('v', offset, length);
      expect([offset, bytes.equals(content.subarray(offset, offset + length))]).toEqual([offset, true]);
    }
    await planned.close();
    expect(most.underWay).toBeGreaterThan(1);
    expect(most.underWay).toBeLessThanOrEqual(4);
  });

  it('asks for nothing twice that is read in order, and tells of a failure where it is read', async () => {
    const { source, asked } = lateSource();
    const planned = createPlannedSource(source, { ahead: 2, pieceBytes: mebibyte });
    planned.expect([{ file: 'v', start: 0, end: 4 * mebibyte }]);
    planned.expect([{ file: 'lost', start: 0, end: 10 }]);
    for (let position = 0; position < 4 * mebibyte; position += mebibyte / 4) {
      await planned.read('v', position, mebibyte / 4);
    }
    expect(asked.filter((line) => line.startsWith('v '))).toHaveLength(4);
    await expect(planned.read('lost', 0, 5)).rejects.toThrow('lost');
    await planned.close();
  });
});

describe('a windowed source', () => {
  it('reads ahead in order, jumps without, and gives the right bytes', async () => {
    const { source, asked, most } = lateSource();
    const windowed = createWindowedSource(source, 2);
    for (let position = 0; position < 20 * mebibyte; position += mebibyte) {
      const bytes = await windowed.read('v', position, mebibyte);
      expect(bytes.equals(content.subarray(position, position + mebibyte))).toBe(true);
    }
    expect(most.underWay).toBeGreaterThan(1);
    expect(new Set(asked).size).toBe(asked.length);
    const before = asked.length;
    await windowed.close();
    await windowed.read('v', 36 * mebibyte, 10);
    expect(asked.length).toBe(before + 1);
    await windowed.close();
  });
});
