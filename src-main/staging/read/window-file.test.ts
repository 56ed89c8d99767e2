import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { maximumBlockPayloadBytes } from '../format/constants.ts';
import { createWindowMemory, WindowFile } from './window-file.ts';

const mebibyte = 1024 * 1024;
let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'window-file-'));
  path = join(folder, 'volume');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** No two pieces of some length are alike. */
function patternOf(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index += 1) bytes[index] = (index * 31 + (index >>> 9) * 7) % 253;
  return bytes;
}

/** @returns what came, at once, since it holds only until the next read */
function openOf(content: Buffer): { read(offset: number, length: number): Buffer; close(): void } {
  writeFileSync(path, content);
  const file = new WindowFile(path, createWindowMemory());
  return { read: (offset, length) => Buffer.from(file.read(offset, length)), close: () => file.close() };
}

it.each([16 * mebibyte, 16 * mebibyte + 1, 16 * mebibyte - 4095])(
  'gives the bytes of every piece of %i, front to back and after jumps',
  (length) => {
    const content = patternOf(length);
    const file = openOf(content);
    const check = (offset: number, bytes: number): void => {
      const expected = content.subarray(offset, offset + bytes);
      expect([offset, bytes, file.read(offset, bytes).equals(expected)]).toEqual([offset, bytes, true]);
    };
    // As blocks are read: the header, the block, the next one right behind.
    for (let offset = 5000, step = 0; offset < length; step += 1) {
      const bytes = 100 + ((step * 777_777) % (3 * mebibyte));
      check(offset, 16);
      check(offset, bytes);
      offset += bytes;
    }
    for (let step = 0; step < 200; step += 1) {
      const offset = (step * 7_654_321) % length;
      check(offset, step % 3 === 0 ? 16 : 1 + ((step * 54_321) % 500_000));
    }
    file.close();
  },
);

it('takes the longest block there may be, wherever it begins', () => {
  const content = patternOf(2 * maximumBlockPayloadBytes);
  const file = openOf(content);
  for (const offset of [0, 1, 4095, 4097, mebibyte + 17]) {
    const bytes = maximumBlockPayloadBytes + 32;
    expect(file.read(offset, bytes).equals(content.subarray(offset, offset + bytes))).toBe(true);
  }
  file.close();
});

it('gives less at the end of the file, nothing beyond it, and what came since', () => {
  const content = patternOf(10_000);
  const file = openOf(content);
  expect(file.read(9000, 4096).equals(content.subarray(9000))).toBe(true);
  expect(file.read(20_000, 10)).toHaveLength(0);
  expect(file.read(-4096, 10)).toHaveLength(0);
  expect(file.read(0, 100).equals(content.subarray(0, 100))).toBe(true);
  appendFileSync(path, 'more');
  expect(file.read(9990, 14).equals(Buffer.concat([content.subarray(9990), Buffer.from('more')]))).toBe(true);
  file.close();
});

it('tells what the system says of a file that is not there', () => {
  expect(() => new WindowFile(join(folder, 'missing'), createWindowMemory())).toThrow('ENOENT');
});
