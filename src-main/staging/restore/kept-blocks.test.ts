import { expect, test } from 'vitest';
import { createKeptBlocks } from './kept-blocks.ts';

test('a block is there until its memory is taken, and never with the content of another', () => {
  const blocks = createKeptBlocks(1000);
  const kept = new Map<number, number>();
  let state = 7;
  for (let position = 1; position < 1500; position += 1) {
    state = (state * 48_271) % 2_147_483_647;
    const bytes = blocks.take(1 + (state % 400));
    bytes.fill(position % 251);
    blocks.add(1, position, bytes);
    kept.set(position, bytes.length);
    for (let back = 0; back < 12 && back < position; back += 1) {
      const found = blocks.find(1, position - back);
      if (found === undefined) continue;
      expect(found.length).toBe(kept.get(position - back));
      expect(found.every((byte) => byte === (position - back) % 251)).toBe(true);
    }
    expect(blocks.find(1, position)).toBeDefined();
  }
});

test('neighbours stay side by side', () => {
  const blocks = createKeptBlocks(1000);
  for (let position = 0; position < 4; position += 1) blocks.add(2, position, blocks.take(250));
  expect([0, 1, 2, 3].map((position) => blocks.find(2, position)?.length)).toEqual([250, 250, 250, 250]);
  expect(blocks.find(1, 0)).toBeUndefined();
  blocks.add(2, 4, blocks.take(10));
  expect([0, 1, 4].map((position) => blocks.find(2, position)?.length)).toEqual([undefined, 250, 10]);
});
