import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { readReferences } from './spool-references.ts';

const file = (path: string, ...chunks: readonly number[]): CatalogEntry => ({
  kind: 'file',
  path,
  size: 1,
  sparse: false,
  chunks,
});

async function* catalog(...entries: readonly CatalogEntry[]): AsyncGenerator<readonly CatalogEntry[]> {
  yield entries;
}

describe('what an unfinished catalog refers to', () => {
  it('is told by volume and block, each chunk once', async () => {
    const entries = catalog(file('a', 1, 4096, 0, 5, 2, 4096, 0, 5), file('b', 1, 4096, 0, 5, 9, 1, 2, 3));
    const { wanted, highestNumber } = await readReferences(entries, new Set([1, 2]));
    expect(highestNumber).toBe(9);
    expect(wanted).toEqual(
      new Map([
        [1, new Map([[4096, new Set(['0:5'])]])],
        [2, new Map([[4096, new Set(['0:5'])]])],
      ]),
    );
  });

  it('is forgotten of a volume that it refers to endlessly, and of no other', async () => {
    const endless = Array.from({ length: 100 }, (_, index) => file(`f${index}`, 1, 4096, index, 1));
    const entries = catalog(...endless, file('g', 2, 4096, 0, 5), file('h', 3, 4096, 0, 5), ...endless);
    const { wanted, highestNumber } = await readReferences(entries, new Set([1, 2]), 50);
    expect([...wanted.keys()]).toEqual([2]);
    expect(highestNumber).toBe(3);
  });
});
