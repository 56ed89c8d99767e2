import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mountSmallDisk, notTriedHere } from '../testing/small-disk.ts';
import { writeLimits } from '../write/write-limits.ts';
import { createPackMemory } from './pack-memory.ts';
import { VolumeStream } from './volume-stream.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'volume-stream-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hooks = {
  gate() {},
  onFull() {},
  onWaited() {},
  onWriting() {},
  onWritten() {},
  waitsForSpace: false,
};

it('a window that is filled to its last byte is not taken while the other one is on its way to the disk', async () => {
  const memory = createPackMemory(writeLimits(1024 * 1024), 8);
  const windowBytes = memory.windows[0].bytes.length;
  const stream = new VolumeStream(memory, () => folder, hooks);
  await stream.open('volume');
  const pieces = [1, 2, 3].map((seed) => Buffer.alloc(windowBytes, seed));
  for (const piece of pieces) {
    if (!stream.hasRoom(piece.length)) await stream.room();
    stream.put(piece);
    expect(stream.hasRoom(windowBytes)).toBe(false);
  }
  expect(await stream.finish()).toMatchObject({ length: 3 * windowBytes });
  expect(readFileSync(join(folder, 'volume')).equals(Buffer.concat(pieces))).toBe(true);
});

it('a volume gets its name only when the keys that open it are durable', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const memory = createPackMemory(writeLimits(1024 * 1024), 8);
  const stream = new VolumeStream(memory, () => folder, { ...hooks, keysNoted: () => promise });
  await stream.open('volume');
  stream.put(Buffer.alloc(4096, 7));
  const finished = stream.finish();
  while (statSync(join(folder, 'volume.partial')).size === 0) await nextTurn();
  await wait(50);
  expect(readdirSync(folder)).toEqual(['volume.partial']);
  resolve();
  expect(await finished).toMatchObject({ length: 4096 });
  expect(readdirSync(folder)).toEqual(['volume']);
});

it('a volume whose disk is full goes to the folder that is added, with all that it held', async () => {
  const [full, more] = [join(folder, 'full'), join(folder, 'more')];
  for (const each of [full, more]) mkdirSync(each);
  const disk = mountSmallDisk(full, '20m');
  if (disk === undefined) return notTriedHere('a volume that moves');
  try {
    let current = full;
    const missing: number[] = [];
    const { promise: isFull, resolve } = Promise.withResolvers<void>();
    const onFull = (bytes: number): void => {
      missing.push(bytes);
      resolve();
    };
    const memory = createPackMemory(writeLimits(1024 * 1024), 8);
    const windowBytes = memory.windows[0].bytes.length;
    const patient = { ...hooks, onFull, waitsForSpace: true };
    const stream = new VolumeStream(memory, () => current, patient);
    await stream.open('volume');
    const pieces = [1, 2, 3].map((seed) => Buffer.alloc(windowBytes, seed));
    const written = (async () => {
      for (const piece of pieces) {
        if (!stream.hasRoom(piece.length)) await stream.room();
        stream.put(piece);
      }
      return stream.finish();
    })();
    await isFull;
    expect(readdirSync(full)).toEqual(['volume.partial']);
    current = more;
    expect(await written).toMatchObject({ length: 3 * windowBytes });
    expect(missing).toEqual([windowBytes, 0]);
    expect(readFileSync(join(more, 'volume')).equals(Buffer.concat(pieces))).toBe(true);
    expect([readdirSync(full), readdirSync(more)]).toEqual([[], ['volume']]);
  } finally {
    disk.remove();
  }
});
