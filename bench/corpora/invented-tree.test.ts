import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventTree, sizeAt } from './invented-tree.ts';
import { treeSize } from './walk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bench-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('sizeAt', () => {
  it('hits the sizes of the real corpus and never shrinks', () => {
    expect([0, 0.5, 0.9, 0.99, 1].map(sizeAt)).toEqual([20, 1400, 18_000, 120_000, 1_300_000]);
    const sizes = Array.from({ length: 101 }, (_, index) => sizeAt(index / 100));
    expect(sizes).toEqual([...sizes].sort((first, second) => first - second));
  });

  it('has the mean of the real corpus, 12.5 KB a file', () => {
    const sizes = Array.from({ length: 100_000 }, (_, index) => sizeAt((index + 0.5) / 100_000));
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(11_500);
    expect(mean).toBeLessThan(13_500);
  });
});

describe('inventTree', () => {
  it('writes so many files, the same for every build', () => {
    inventTree(path.join(folder, 'first'), 150);
    inventTree(path.join(folder, 'second'), 150);
    expect(treeSize(path.join(folder, 'first'))).toEqual(treeSize(path.join(folder, 'second')));
    expect(treeSize(path.join(folder, 'first')).files).toBe(150);
  });
});
