import { expect, it } from 'vitest';
import { readContent } from './content-piece.ts';

const noContent = {
  read(): Buffer {
    throw new Error('a hole is read from nowhere');
  },
};

it('a hole that stays one is told at once, however long it is; one of real zeros in parts', async () => {
  const told: (readonly [number, number])[] = [];
  const read = (length: number, sparse: boolean): Promise<void> =>
    readContent(
      { chunks: [0, 0, 0, length], position: 5, length, sparse },
      noContent,
      (bytes, part, position) => {
        expect(bytes).toBeUndefined();
        told.push([position, part]);
        if (told.length > 10) throw new Error('told in more parts than there should be');
        return undefined;
      },
    );
  await read(2 ** 53 - 1, true);
  expect(told.splice(0)).toEqual([[5, 2 ** 53 - 1]]);
  const mebibyte = 1024 * 1024;
  await read(100 * mebibyte, false);
  expect(told).toEqual([
    [5, 64 * mebibyte],
    [5 + 64 * mebibyte, 36 * mebibyte],
  ]);
});
