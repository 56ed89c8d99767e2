import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noise } from '../staging/testing/tree-snapshot.ts';
import { createKernelMemory, digestAddress } from './kernels.ts';
import { rangeMd5 } from './range-md5.ts';

const mebibyte = 1024 * 1024;
const rangeBytes = 4 * mebibyte;
const { memory, kernels, dataStart } = createKernelMemory(18 * rangeBytes);
const data = Buffer.from(memory.buffer, dataStart);
for (let at = 0; at < data.length; at += rangeBytes) noise(rangeBytes, at).copy(data, at);

const md5 = (start: number, end: number): Buffer => hash('md5', data.subarray(start, end), 'buffer');

const wholeDigests = Array.from({ length: 18 }, (_, index) =>
  md5(index * rangeBytes, (index + 1) * rangeBytes),
);

/** Digests of lanes as the kernel wrote them. */
function digests(count: number): readonly string[] {
  return Array.from({ length: count }, (_, lane) =>
    Buffer.from(memory.buffer, digestAddress + lane * 16, 16).toString('hex'),
  );
}

describe('md5x4 and md5x8', () => {
  it.each([0, 64, 128, 4096, 65_600])('hash lanes of %d bytes as node:crypto does', (length) => {
    for (const stride of [length, length + 64, rangeBytes]) {
      for (const start of [0, 1, 4096]) {
        for (const [lanes, run] of [[4, kernels.md5x4] as const, [8, kernels.md5x8] as const]) {
          run(dataStart + start, stride, length, digestAddress);
          const expected = Array.from({ length: lanes }, (_, lane) =>
            md5(start + lane * stride, start + lane * stride + length).toString('hex'),
          );
          expect(digests(lanes)).toEqual(expected);
        }
      }
    }
  });

  it('touch nothing but their own memory and their digests', () => {
    const before = hash('sha256', data);
    const behind = Buffer.from(memory.buffer, digestAddress + 128, 4096).fill(7);
    kernels.md5x8(dataStart, 4096, 4096, digestAddress);
    kernels.md5x4(dataStart, 4096, 4096, digestAddress);
    expect(hash('sha256', data)).toBe(before);
    expect(behind.every((byte) => byte === 7)).toBe(true);
  });
});

describe('rangeMd5', () => {
  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 17])(
    'hashes %d ranges, with and without a shorter one behind',
    (ranges) => {
      for (const tail of [0, 1, 64, 4097]) {
        const bytes = ranges * rangeBytes + tail;
        const expected = wholeDigests.slice(0, ranges);
        if (tail > 0) expected.push(md5(ranges * rangeBytes, bytes));
        expect(rangeMd5(kernels, dataStart, bytes).equals(Buffer.concat(expected))).toBe(true);
      }
    },
  );

  it('hashes a region that ends with the memory', () => {
    for (const ranges of [1, 2, 3, 5, 7]) {
      const found = rangeMd5(kernels, dataStart + (18 - ranges) * rangeBytes, ranges * rangeBytes);
      expect(found.equals(Buffer.concat(wholeDigests.slice(18 - ranges)))).toBe(true);
    }
  });

  it('hashes a region that begins anywhere', () => {
    const start = 123_457;
    const found = rangeMd5(kernels, dataStart + start, 5 * rangeBytes);
    expect(found.subarray(0, 16)).toEqual(md5(start, start + rangeBytes));
    expect(found.subarray(64)).toEqual(md5(start + 4 * rangeBytes, start + 5 * rangeBytes));
  });
});
