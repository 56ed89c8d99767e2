import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
