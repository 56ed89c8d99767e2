import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TargetError } from './file-writer.ts';
import { createSegmentWindows } from './segment-windows.ts';
import { SegmentWriter } from './segment-writer.ts';

const mebibyte = 1024 * 1024;
let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segment-writer-'));
  path = join(folder, 'whole');
  writeFileSync(path, '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** No two of these mebibytes are alike, and no two of these bytes in a row. */
function patternOf(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0; index < length; index += 1) bytes[index] = 1 + ((index * 31 + (index >>> 11)) % 251);
  return bytes;
}

/** Writes a part of `content` in pieces of odd lengths, all in the same memory, as the blocks of a volume are read. */
async function writePart(content: Buffer, start: number, end: number, pieceBytes: number): Promise<void> {
  const writer = await SegmentWriter.open(path, createSegmentWindows(4));
  const memory = Buffer.alloc(pieceBytes);
  for (let at = start; at < end; at += pieceBytes) {
    const length = Math.min(pieceBytes, end - at);
    content.copy(memory, 0, at, at + length);
    await writer.put(memory.subarray(0, length), at);
  }
  await writer.finish();
  await writer.close();
}

it.each([
  { parts: [0, 4096], pieceBytes: 4096 },
  { parts: [0, 1, 4097, 8191, 20_000], pieceBytes: 1000 },
  { parts: [0, 4 * mebibyte, 9 * mebibyte + 5], pieceBytes: mebibyte },
  { parts: [0, 4 * mebibyte - 1, 4 * mebibyte + 1, 13 * mebibyte + 4095], pieceBytes: 700_001 },
])(
  'parts that end at $parts are written at once, and none touches what is its neighbour’s',
  async (example) => {
    const { parts, pieceBytes } = example;
    const content = patternOf(parts.at(-1) ?? 0);
    const starts = parts.slice(0, -1);
    await Promise.all(
      starts.map((start, index) => writePart(content, start, parts[index + 1] ?? 0, pieceBytes)),
    );
    expect(readFileSync(path).equals(content)).toBe(true);
  },
);

it('leaves gaps as they are, wherever they begin and end, and writes zeros where it is told to', async () => {
  const content = patternOf(3 * mebibyte + 77);
  const before = Buffer.alloc(content.length, 0xee);
  writeFileSync(path, before);
  const writer = await SegmentWriter.open(path, createSegmentWindows(4));
  const expected = Buffer.from(before);
  const pieces = [
    [100, 4096],
    [9000, 9001],
    [70_000, 2 * mebibyte],
    [2 * mebibyte + 4096, 3 * mebibyte + 77],
  ] as const;
  for (const [start, end] of pieces) {
    await writer.put(content.subarray(start, end), start);
    content.copy(expected, start, start, end);
  }
  await writer.finish();
  await writer.close();
  expect(readFileSync(path).equals(expected)).toBe(true);

  const other = await SegmentWriter.open(path, createSegmentWindows(4));
  await other.put(content.subarray(10, 20), 10);
  await other.putZeros(2 * mebibyte + 3, 20);
  await other.put(content.subarray(0, 7), 2 * mebibyte + 23);
  await other.finish();
  await other.close();
  content.copy(expected, 10, 10, 20);
  expected.fill(0, 20, 2 * mebibyte + 23);
  content.copy(expected, 2 * mebibyte + 23, 0, 7);
  expect(readFileSync(path).equals(expected)).toBe(true);
});

it('keeps the length of a file that ends in a gap', async () => {
  const file = openSync(path, 'r+');
  ftruncateSync(file, 10_000);
  closeSync(file);
  const writer = await SegmentWriter.open(path, createSegmentWindows(1));
  await writer.put(Buffer.alloc(5000, 7), 0);
  await writer.finish();
  await writer.close();
  expect(readFileSync(path).equals(Buffer.concat([Buffer.alloc(5000, 7), Buffer.alloc(5000)]))).toBe(true);
});

it('tells what the system says of the target', async () => {
  await expect(SegmentWriter.open(join(folder, 'missing'), createSegmentWindows(1))).rejects.toThrow(
    new TargetError('ENOENT'),
  );
});
