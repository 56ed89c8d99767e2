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
import { mebibyte, temporaryPlace } from '../testing/test-service.ts';
import { noise } from '../testing/tree-snapshot.ts';
import { writeLimits } from '../write/write-limits.ts';
import { createFilePacker } from './file-packer.ts';
import { noteSeen } from './file-state.ts';
import { createPackMemory } from './pack-memory.ts';
import { seenWords } from './pack-messages.ts';
import { PackedBuilder } from './packed-builder.ts';

let place: ReturnType<typeof temporaryPlace>;
let path: string;
beforeEach(() => {
  place = temporaryPlace();
  path = join(place.source, 'file');
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

const limits = writeLimits(1024 * mebibyte);
const memory = createPackMemory(limits);

/** Packs the file with something happening after every piece, once or every time. */
async function pack(meddle: () => void, times = 1) {
  const stored: Buffer[] = [];
  let left = times;
  const packer = createFilePacker({
    memory,
    limits,
    chunks: { add: (bytes) => stored.push(Buffer.from(bytes)) - 1, flush: async () => {} },
    onReading() {},
    onBytes() {
      if (left > 0) meddle();
      left -= 1;
    },
  });
  const seen = new BigInt64Array(seenWords);
  noteSeen(seen, 0, lstatSync(path, { bigint: true }));
  const builder = new PackedBuilder();
  await packer.pack({ kind: 'files', id: 0, paths: [path], seen }, builder);
  const { numbers, lengths, remarks } = builder.build();
  const pieces = [...numbers].map((number, index) =>
    number < 0 ? Buffer.alloc(lengths[index] ?? 0) : (stored[number] ?? Buffer.alloc(0)),
  );
  expect(pieces.map(({ length }) => length)).toEqual([...lengths]);
  return { bytes: Buffer.concat(pieces), remark: remarks.get(0) };
}

describe.each([
  ['small', 1000],
  ['large', 3 * mebibyte],
])('a %s file', (_size, length) => {
  beforeEach(() => writeFileSync(path, noise(length, 1)));

  it('is read as it is', async () => {
    const { bytes, remark } = await pack(() => {});
    expect(remark).toBeUndefined();
    expect(bytes.equals(readFileSync(path))).toBe(true);
  });

  it('that grows once is read again, whole', async () => {
    const { bytes, remark } = await pack(() => appendFileSync(path, 'more'));
    expect(remark).toMatchObject({ kind: 'moved', isChanged: false, state: { size: BigInt(length + 4) } });
    expect(bytes.equals(readFileSync(path))).toBe(true);
  });

  it('that shrinks once is read again, whole', async () => {
    const { bytes, remark } = await pack(() => truncateSync(path, 100));
    expect(remark).toMatchObject({ kind: 'moved', isChanged: false, state: { size: 100n } });
    expect(bytes.length).toBe(100);
  });

  it('that never rests is kept as it was read, and marked', async () => {
    const { bytes, remark } = await pack(() => appendFileSync(path, 'more'), 1000);
    expect(remark).toMatchObject({ kind: 'moved', isChanged: true, state: { size: BigInt(bytes.length) } });
    expect(bytes.length).toBeGreaterThanOrEqual(length);
    expect(statSync(path).size).toBeGreaterThan(bytes.length);
  });
});

describe('a file that', () => {
  it.each([
    ['is gone', () => {}],
    ['became a link', () => symlinkSync('/etc/passwd', path)],
    ['became a folder', () => mkdirSync(path)],
  ])('%s is not read', async (_what, change) => {
    writeFileSync(path, 'content');
    const seen = new BigInt64Array(seenWords);
    noteSeen(seen, 0, lstatSync(path, { bigint: true }));
    unlinkSync(path);
    change();
    const builder = new PackedBuilder();
    const chunks = { add: () => 0, flush: async () => {} };
    const packer = createFilePacker({ memory, limits, chunks, onReading() {}, onBytes() {} });
    await packer.pack({ kind: 'files', id: 0, paths: [path], seen }, builder);
    const { counts, remarks } = builder.build();
    expect([...counts]).toEqual([0]);
    expect(remarks.get(0)?.kind).toBe('unreadable');
  });
});
