import { describe, expect, it } from 'vitest';
import { noise } from '../staging/testing/tree-snapshot.ts';
import { findCut } from '../staging/write/chunker.ts';
import { writeLimits } from '../staging/write/write-limits.ts';
import { createKernelMemory } from './kernels.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const { memory, kernels, dataStart } = createKernelMemory(12 * mebibyte);
const data = Buffer.from(memory.buffer, dataStart);

/** The rule as the chunker has it written down. */
function plainCut(start: number, end: number, least: number, average: number, most: number): number {
  const limits = { minimumChunkBytes: least, averageChunkBytes: average, maximumChunkBytes: most };
  return findCut(data, start, end, { ...writeLimits(1024 * mebibyte), ...limits });
}

function cutOf(start: number, end: number, least: number, average: number, most: number): number {
  return kernels.cut(dataStart + start, dataStart + end, least, average, most) - dataStart;
}

/** Lines of a log: few different bytes, much repetition. */
function text(bytes: number): Buffer {
  let all = '';
  for (let line = 0; all.length < bytes; line += 1) all += `${line % 977} the disk ${line % 13} is ready\n`;
  return Buffer.from(all.slice(0, bytes), 'latin1');
}

const contents: readonly [string, Buffer][] = [
  ['noise', noise(mebibyte, 1)],
  ['text', text(mebibyte)],
  ['zeros', Buffer.alloc(mebibyte)],
  ['one byte again and again', Buffer.alloc(mebibyte, 0xe5)],
];

describe('cut', () => {
  it.each(contents)('cuts %s as the rule says, for small chunks', (_name, content) => {
    content.copy(data);
    let cuts = 0;
    for (let start = 0; start < content.length; cuts += 1) {
      const end = cutOf(start, content.length, 256, 1024, 4096);
      expect(end).toBe(plainCut(start, content.length, 256, 1024, 4096));
      start = end;
    }
    expect(cuts).toBeGreaterThanOrEqual(mebibyte / 4096);
  });

  it('agrees at every length and offset around its limits', () => {
    noise(20 * kibibyte, 2).copy(data);
    for (const around of [0, 256, 1024, 4096]) {
      for (let length = Math.max(0, around - 9); length <= around + 9; length += 1) {
        for (let start = 0; start < 8; start += 1) {
          const end = start + length;
          const expected = length <= 256 ? end : plainCut(start, end, 256, 1024, 4096);
          expect(cutOf(start, end, 256, 1024, 4096)).toBe(expected);
        }
      }
    }
  });

  it('agrees at the limits of real volumes', () => {
    const limits = writeLimits(1024 * mebibyte);
    const { minimumChunkBytes, averageChunkBytes, maximumChunkBytes } = limits;
    noise(12 * mebibyte, 3).copy(data);
    for (let start = 0; start < data.length; ) {
      const end = cutOf(start, data.length, minimumChunkBytes, averageChunkBytes, maximumChunkBytes);
      const rest = data.length - start;
      if (rest > minimumChunkBytes) {
        expect(end).toBe(
          plainCut(start, data.length, minimumChunkBytes, averageChunkBytes, maximumChunkBytes),
        );
      } else expect(end).toBe(data.length);
      start = end;
    }
  });
});

describe('isZero', () => {
  it('finds a single bit anywhere, and looks at nothing outside', () => {
    for (const length of [0, 1, 63, 64, 65, 200, 65_536]) {
      data.fill(0xff, 0, 70_000);
      data.fill(0, 100, 100 + length);
      expect(kernels.isZero(dataStart + 100, length)).toBe(true);
      for (const at of [0, length >> 1, length - 1].filter((place) => place >= 0 && place < length)) {
        data[100 + at] = 1;
        expect(kernels.isZero(dataStart + 100, length)).toBe(false);
        data[100 + at] = 0;
      }
    }
  });
});
