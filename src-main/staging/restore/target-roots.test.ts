import { describe, expect, it } from 'vitest';
import type { RootLine } from '../format/catalog-entry.ts';
import { placeRoots } from './target-roots.ts';

const line = (path: string): RootLine => ({ kind: 'root', path, rootKind: 'folder' });
const foldersOf = (paths: readonly string[]): string[] =>
  placeRoots(paths.map(line), { kind: 'folder', path: '/target' }).map(({ folder }) => folder);

describe('folders of roots', () => {
  it('are named after them, and differ also where case does not count', () => {
    expect(foldersOf(['/a/data'])).toEqual(['/target']);
    expect(foldersOf(['/a/data', '/b/Data', '/c/data', '/c/data (2)', '/d/data'])).toEqual([
      '/target/data',
      '/target/Data (2)',
      '/target/data (3)',
      '/target/data (2) (2)',
      '/target/data (4)',
    ]);
  });

  it('are found for a hundred thousand roots of the same name', () => {
    // Looking for a free number from the first one on takes minutes here.
    const folders = foldersOf(Array.from({ length: 100_000 }, () => '/same'));
    expect(new Set(folders).size).toBe(100_000);
  });
});
