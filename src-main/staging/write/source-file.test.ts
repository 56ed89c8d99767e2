import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chunkBytes } from '../format/catalog-entry.ts';
import type { EntryEvent } from '../scan/scan.ts';
import { mebibyte, temporaryPlace } from '../testing/test-service.ts';
import { noise } from '../testing/tree-snapshot.ts';
import type { ChunkStore } from './chunk-store.ts';
import { createFileReader, SourceReadError } from './source-file.ts';
import { writeLimits } from './write-limits.ts';

let place: ReturnType<typeof temporaryPlace>;
let path: string;
beforeEach(() => {
  place = temporaryPlace();
  path = join(place.source, 'file');
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

/** Remembers what it was given since the last start of a file. */
function recordingStore() {
  const pieces: Buffer[] = [];
  const store: ChunkStore = {
    duplicateBytes: 0,
    add(content, bytes) {
      if (content.chunks.length === 0) pieces.length = 0;
      if (bytes.length === 0) return;
      pieces.push(Buffer.from(bytes));
      content.chunks.push(1, 4096, 0, bytes.length);
    },
    addHole(content, length) {
      if (content.chunks.length === 0) pieces.length = 0;
      pieces.push(Buffer.alloc(length));
      content.chunks.push(0, 0, 0, length);
    },
    flush() {},
  };
  return { store, bytes: () => Buffer.concat(pieces) };
}

const event = (): EntryEvent => ({
  type: 'entry',
  kind: 'file',
  path: 'file',
  native: path,
  stat: lstatSync(path, { bigint: true }),
});

/** Reads with something happening after so many bytes, once or every time. */
function read(meddle: () => void, times = 1) {
  const { store, bytes } = recordingStore();
  let left = times;
  const reader = createFileReader(store, writeLimits(1024 * mebibyte), () => {
    if (left > 0) meddle();
    left -= 1;
  });
  const result = reader.read(event());
  expect(chunkBytes(result.content.chunks)).toBe(result.size);
  expect(bytes().length).toBe(result.size);
  return { ...result, bytes: bytes() };
}

describe.each([
  ['small', 1000],
  ['large', 3 * mebibyte],
])('a %s file', (_size, length) => {
  beforeEach(() => writeFileSync(path, noise(length, 1)));

  it('is read as it is', () => {
    const result = read(() => {});
    expect(result.isChanged).toBe(false);
    expect(result.bytes.equals(readFileSync(path))).toBe(true);
  });

  it('that grows once is read again, whole', () => {
    const result = read(() => appendFileSync(path, 'more'));
    expect(result.isChanged).toBe(false);
    expect(result.bytes.equals(readFileSync(path))).toBe(true);
    expect(result.stat.size).toBe(BigInt(length + 4));
  });

  it('that shrinks once is read again, whole', () => {
    const result = read(() => truncateSync(path, 100));
    expect([result.isChanged, result.size]).toEqual([false, 100]);
  });

  it('that never rests is kept as it was read, and marked', () => {
    const result = read(() => appendFileSync(path, 'more'), 1000);
    expect(result.isChanged).toBe(true);
    expect(result.size).toBeGreaterThanOrEqual(length);
    expect(statSync(path).size).toBeGreaterThan(result.size);
  });
});

describe('a file that', () => {
  it('is gone, or became a link or a folder, is not read', () => {
    const attempt = (change: () => void): unknown => {
      writeFileSync(path, 'content');
      const found = event();
      unlinkSync(path);
      change();
      const { store } = recordingStore();
      try {
        createFileReader(store, writeLimits(mebibyte), () => {}).read(found);
      } catch (error) {
        return error;
      } finally {
        rmSync(path, { recursive: true, force: true });
      }
      return undefined;
    };
    expect(attempt(() => {})).toBeInstanceOf(SourceReadError);
    expect(attempt(() => symlinkSync('/etc/passwd', path))).toBeInstanceOf(SourceReadError);
    expect(attempt(() => mkdirSync(path))).toBeInstanceOf(SourceReadError);
  });
});
