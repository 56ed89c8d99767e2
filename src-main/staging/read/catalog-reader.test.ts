import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { type JoinOptions, readEntries } from './catalog-reader.ts';

const root = '{"kind":"root","path":"/data","rootKind":"folder"}';
const file = (size: number, members = '') =>
  `{"kind":"file","path":"a","size":${size},"chunks":[]${members}}`;
const more = (count: number) =>
  `{"kind":"moreChunks","chunks":[${Array.from({ length: count }, () => '[0,0,0,1]').join(',')}]}`;

async function read(lines: readonly string[], options?: JoinOptions): Promise<CatalogEntry[][]> {
  const batches: CatalogEntry[][] = [];
  const block = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  for await (const entries of readEntries([block], options)) batches.push([...entries]);
  return batches;
}

describe('chunks that a catalog claims', () => {
  it('are refused when they are more than a file can have, before the file is whole', async () => {
    const endless = [root, file(2 ** 53 - 1), ...Array.from({ length: 6 }, () => more(20))];
    await expect(read(endless, { mostChunks: 100 })).rejects.toThrow('a file of impossibly many chunks');
    await expect(read(endless, { mostChunks: 100, keepsChunks: false })).rejects.toThrow('impossibly many');
    await expect(read(endless, { mostChunks: 120 })).rejects.toThrow('catalog ends inside a file');
  });

  it('count together for a file and all its streams, and anew for the next file', async () => {
    const stream = (name: string) => `{"kind":"stream","path":"a","stream":"${name}","size":40,"chunks":[]}`;
    const lines = [root, file(40, ',"streams":2'), more(40), stream('x'), more(40), stream('y'), more(40)];
    await expect(read(lines, { mostChunks: 119 })).rejects.toThrow(DamageError);
    expect((await read([...lines, ...lines.slice(1)], { mostChunks: 120 })).flat()).toHaveLength(3);
  });

  it('are not kept for who does not want them', async () => {
    const lines = [root, file(4_000), ...Array.from({ length: 100 }, () => more(40))];
    const [kept] = await read(lines);
    const [told] = await read(lines, { keepsChunks: false });
    expect(kept?.[1]).toMatchObject({ kind: 'file', size: 4_000, chunks: { length: 16_000 } });
    expect(told?.[1]).toMatchObject({ kind: 'file', size: 4_000, chunks: [] });
  });
});

describe('entries of one block', () => {
  it('come in batches, however many there are', async () => {
    const batches = await read([root, ...Array.from({ length: 10_000 }, () => '{"kind":"a","path":"a"}')]);
    expect(batches.flat()).toHaveLength(10_001);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(4096);
  });
});

describe('a line', () => {
  it('longer than all its members may be is damage', async () => {
    const line = (length: number) => `{"kind":"folder","path":"a","x":"${'x'.repeat(length - 35)}"}`;
    expect(line(100)).toHaveLength(100);
    expect((await read([root, line(4_194_304)])).flat()).toHaveLength(2);
    await expect(read([root, line(4_194_305)])).rejects.toThrow('impossible length');
  });
});
