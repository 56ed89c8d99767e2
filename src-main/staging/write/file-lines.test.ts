import { expect, it } from 'vitest';
import { isReadable } from './file-lines.ts';

it('a file is written only as long as a reader takes all chunks of it and its streams', () => {
  const chunks = (count: number) => Array.from({ length: count * 4 }, () => 1);
  const stream = (count: number) => ({ name: 's', size: count, chunks: chunks(count) });
  expect(isReadable(chunks(10), [], 10)).toBe(true);
  expect(isReadable(chunks(11), [], 10)).toBe(false);
  expect(isReadable(chunks(4), [stream(3), stream(3)], 10)).toBe(true);
  expect(isReadable(chunks(5), [stream(3), stream(3)], 10)).toBe(false);
});
