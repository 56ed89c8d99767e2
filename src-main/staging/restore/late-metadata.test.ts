import { expect, it } from 'vitest';
import { createLateMetadata } from './late-metadata.ts';

it('what waits is set when it is much, even where it is of few', async () => {
  const runs: number[] = [];
  const late = createLateMetadata({
    kind: 'posix',
    batchSize: 4096,
    isServed: async () => true,
    read: async () => [],
    async restore(items) {
      runs.push(items.length);
      return items.map(() => ({}));
    },
  });
  const add = (characters: number): void =>
    late.add({ path: '/a', extendedAttributes: [['user.a', 'A'.repeat(characters)]] }, () => {});
  for (let index = 0; index < 40; index += 1) {
    add(1024 * 1024);
    await late.relieve();
  }
  expect(runs).toEqual([16, 16]);
  for (let index = 0; index < 100; index += 1) {
    add(10);
    await late.relieve();
  }
  expect(runs).toEqual([16, 16]);
  await late.settle();
  expect(runs).toEqual([16, 16, 108]);
});
