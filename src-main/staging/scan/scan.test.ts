import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { backUp, draftFor, mebibyte, service } from '../testing/test-service.ts';
import { noise } from '../testing/tree-snapshot.ts';
import { createExclusions } from './exclusions.ts';
import { scan } from './scan.ts';
import { openSourceRoots } from './source-root.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scan-test-'));
  for (const folder of ['photos/raw', 'docs']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['a.TMP', 'b.txt', 'photos/x.jpg', 'photos/y.tmp', 'photos/raw/z.jpg', 'docs/d.txt']) {
    writeFileSync(join(root, file), 'content');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function paths(
  exclusions: readonly Exclusion[],
  items = [{ path: root, kind: 'folder' as const }],
): string[] {
  const found: string[] = [];
  const options = { exclusions: createExclusions(exclusions), neverWalk: undefined, countExcluded: false };
  for (const event of scan(openSourceRoots(items, exclusions), options)) {
    if (event.type === 'entry') found.push(event.path);
  }
  return found;
}

const exclusion = (path: string, includeSubfolders: boolean, fileTypes: string[] = []): Exclusion => ({
  path: path === '' ? root : join(root, path),
  includeSubfolders,
  fileTypes,
});

const everything = [
  'a.TMP',
  'b.txt',
  'docs',
  'docs/d.txt',
  'photos',
  'photos/raw',
  'photos/raw/z.jpg',
  'photos/x.jpg',
  'photos/y.tmp',
];
const without = (...left: string[]): string[] => everything.filter((path) => !left.includes(path));

describe('exclusions', () => {
  it.each<[string, Exclusion[] | (() => Exclusion[]), string[]]>([
    ['none', [], everything],
    ['a folder', () => [exclusion('photos/raw', true)], without('photos/raw', 'photos/raw/z.jpg')],
    [
      'only the files right in a folder',
      () => [exclusion('photos', false)],
      without('photos/x.jpg', 'photos/y.tmp'),
    ],
    ['a type everywhere', () => [exclusion('', true, ['tmp'])], without('a.TMP', 'photos/y.tmp')],
    ['a type right in a folder', () => [exclusion('', false, ['tmp'])], without('a.TMP')],
    [
      'a type below a folder',
      () => [exclusion('photos', true, ['jpg'])],
      without('photos/x.jpg', 'photos/raw/z.jpg'),
    ],
    ['one file', () => [exclusion('b.txt', false)], without('b.txt')],
    ['one file, said as a folder', () => [exclusion('b.txt', true)], without('b.txt')],
    ['a name that only begins the same', () => [exclusion('photo', true)], everything],
  ])('%s', (_what, exclusions, expected) => {
    expect(paths(typeof exclusions === 'function' ? exclusions() : exclusions)).toEqual(expected);
  });
});

describe('roots', () => {
  it('inside another root are walked once', () => {
    const items = [root, join(root, 'photos'), root].map((path) => ({ path, kind: 'folder' as const }));
    expect(paths([], items)).toEqual(everything);
  });

  it('that are left out of another root are walked by themselves', () => {
    const items = [root, join(root, 'photos', 'raw')].map((path) => ({ path, kind: 'folder' as const }));
    const found = paths([exclusion('photos', true)], items);
    expect(found).toEqual(['a.TMP', 'b.txt', 'docs', 'docs/d.txt', 'z.jpg']);
  });
});

describe('the estimate', () => {
  it('counts what is in and what is left out', async () => {
    const exclusions = [exclusion('photos', true)];
    const draft = draftFor('', [root], { exclusions });
    const updates: boolean[] = [];
    const estimate = await service.estimate(
      draft,
      ({ finished }) => updates.push(finished),
      new AbortController().signal,
    );
    expect(estimate).toMatchObject({
      files: 3,
      folders: 1,
      sourceBytes: 21,
      excludedFiles: 3,
      excludedBytes: 21,
      unreadable: 0,
      finished: true,
    });
    expect(estimate.stagedBytesLow).toBeLessThanOrEqual(estimate.stagedBytesHigh);
    expect(updates.at(-1)).toBe(true);
    const abort = new AbortController();
    abort.abort();
    await expect(service.estimate(draft, () => {}, abort.signal)).rejects.toThrow();
  });

  it('takes in what staging will hold, for noise, text and both mixed in one file', async () => {
    const text = Buffer.from('a line of text that repeats itself. '.repeat(30_000)).subarray(0, mebibyte / 2);
    const mixed = Array.from({ length: 24 }, (_, index) => [noise(mebibyte / 2, index + 1), text]).flat();
    writeFileSync(join(root, 'mixed.bin'), Buffer.concat(mixed));
    const staging = join(root, 'docs');
    const exclusions = [exclusion('docs', true)];
    const draft = draftFor(staging, [root], { exclusions });
    const estimate = await service.estimate(draft, () => {}, new AbortController().signal);
    const { stagedBytes } = await backUp(staging, [root], { exclusions });
    expect(stagedBytes).toBeLessThan(15 * mebibyte);
    expect(estimate.stagedBytesLow).toBeLessThan(stagedBytes);
    expect(estimate.stagedBytesHigh).toBeGreaterThan(stagedBytes * 0.9);
  });
});
