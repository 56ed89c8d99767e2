import {
  chmodSync,
  cpSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import { temporaryPlace } from '../testing/test-service.ts';
import { compareTrees } from './compare-trees.ts';

let place: ReturnType<typeof temporaryPlace>;

beforeEach(() => {
  place = temporaryPlace();
  mkdirSync(join(place.source, 'folder'));
  writeFileSync(join(place.source, 'folder', 'file'), 'x'.repeat(3_000_000));
  writeFileSync(join(place.source, 'other'), 'other');
  symlinkSync('other', join(place.source, 'link'));
  for (const name of ['folder/file', 'other', 'folder']) utimesSync(join(place.source, name), 1000, 1000);
  cpSync(place.source, place.target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  utimesSync(join(place.target, 'folder'), 1000, 1000);
  for (const tree of [place.source, place.target]) lutimesSync(join(tree, 'link'), 1000, 1000);
});
afterEach(() => rmSync(place.root, { recursive: true, force: true }));

/** Differences but for times, which most changes move too. */
async function differences(ignoredTimes = true): Promise<[string, string][]> {
  const request = { pairs: [{ expected: place.source, found: place.target }], exclusions: [] };
  const { differences: all } = await compareTrees(request, quiet);
  return all.filter(({ code }) => !ignoredTimes || code !== 'time').map(({ path, code }) => [path, code]);
}

describe('comparing trees', () => {
  it('goes as deep as paths can be long', async () => {
    const deep = 'd/'.repeat(Math.floor((4000 - place.source.length) / 2)).slice(0, -1);
    for (const tree of [place.source, place.target]) mkdirSync(join(tree, deep), { recursive: true });
    writeFileSync(join(place.target, deep, 'x'), '');
    // Each other time would be a difference of its own, and only a thousand are kept.
    for (let path = deep; path !== ''; path = path.slice(0, Math.max(0, path.length - 2)))
      for (const tree of [place.source, place.target]) utimesSync(join(tree, path), 1000, 1000);
    expect(await differences()).toEqual([[`${deep}/x`, 'extra']]);
    const left = { path: join(place.source, 'd'), includeSubfolders: true, fileTypes: [] };
    const kept = { ...left, fileTypes: ['kept'], effect: 'keep' as const };
    const request = { pairs: [{ expected: place.source, found: place.target }], exclusions: [left, kept] };
    const found = (await compareTrees(request, quiet)).differences.map(({ path, code }) => [path, code]);
    expect(found).toContainEqual(['d', 'extra']);
  });

  it('finds nothing in equal ones, and says how much it read', async () => {
    expect(await differences()).toEqual([]);
    const request = { pairs: [{ expected: place.source, found: place.target }], exclusions: [] };
    expect(await compareTrees(request, quiet)).toMatchObject({
      files: 2,
      bytes: 3_000_005,
      differenceCount: expect.any(Number),
    });
  });

  it.each<[string, () => void, [string, string]]>([
    ['a missing file', () => rmSync(join(place.target, 'other')), ['other', 'missing']],
    ['a further file', () => writeFileSync(join(place.target, 'more'), ''), ['more', 'extra']],
    ['another length', () => truncateSync(join(place.target, 'folder', 'file'), 10), ['folder/file', 'size']],
    [
      'another byte',
      () => writeFileSync(join(place.target, 'folder', 'file'), `${'x'.repeat(2_999_999)}y`),
      ['folder/file', 'content'],
    ],
    ['another mode', () => chmodSync(join(place.target, 'other'), 0o600), ['other', 'mode']],
    [
      'another kind',
      () => {
        rmSync(join(place.target, 'other'));
        mkdirSync(join(place.target, 'other'));
      },
      ['other', 'kind'],
    ],
    [
      'another link target',
      () => {
        rmSync(join(place.target, 'link'));
        symlinkSync('folder', join(place.target, 'link'));
      },
      ['link', 'linkTarget'],
    ],
  ])('finds %s', async (_what, change, difference) => {
    change();
    expect(await differences()).toEqual([difference]);
  });

  it('finds another time, from 2 microseconds on', async () => {
    utimesSync(join(place.target, 'other'), '1000.000001', '1000.000001');
    expect((await differences(false)).filter(([path]) => path === 'other')).toEqual([]);
    utimesSync(join(place.target, 'other'), '1000.000004', '1000.000004');
    expect(await differences(false)).toContainEqual(['other', 'time']);
  });

  it('reads hard links once, and both when they are no links on the other side', async () => {
    linkSync(join(place.source, 'folder', 'file'), join(place.source, 'second'));
    writeFileSync(join(place.target, 'second'), `y${'x'.repeat(2_999_999)}`);
    expect(await differences()).toEqual([['second', 'content']]);
    rmSync(join(place.target, 'second'));
    linkSync(join(place.target, 'folder', 'file'), join(place.target, 'second'));
    expect(await differences()).toEqual([]);
  });

  it('finds other attributes of the root itself, as `.`, unless it was somebody else’s', async () => {
    chmodSync(place.target, 0o700);
    utimesSync(place.source, 1000, 1000);
    const request = (pairs: number, withOwnAttributes?: boolean) => ({
      pairs: Array.from({ length: pairs }, () => ({
        expected: place.source,
        found: place.target,
        ...(withOwnAttributes === undefined ? {} : { withOwnAttributes }),
      })),
      exclusions: [],
    });
    const found = async (pairs: number, withOwnAttributes?: boolean) =>
      (await compareTrees(request(pairs, withOwnAttributes), quiet)).differences.map(({ path, code }) => [
        path,
        code,
      ]);
    expect(await found(1)).toEqual([
      ['.', 'time'],
      ['.', 'mode'],
    ]);
    expect((await found(2)).map(([path]) => path)).toEqual(['0/.', '0/.', '1/.', '1/.']);
    expect(await found(1, false)).toEqual([]);
    chmodSync(place.target, 0o755);
    chmodSync(place.source, 0o755);
    utimesSync(place.target, 1000, 1000);
    expect(await found(1)).toEqual([]);
  });

  it('does not miss what was excluded', async () => {
    rmSync(join(place.target, 'folder'), { recursive: true });
    const exclusions = [{ path: join(place.source, 'folder'), includeSubfolders: true, fileTypes: [] }];
    const request = { pairs: [{ expected: place.source, found: place.target }], exclusions };
    expect((await compareTrees(request, quiet)).differences.filter(({ code }) => code !== 'time')).toEqual(
      [],
    );
  });

  it('takes a root that is gone for missing', async () => {
    const request = { pairs: [{ expected: place.source, found: join(place.root, 'gone') }], exclusions: [] };
    expect((await compareTrees(request, quiet)).differenceCount).toBe(1);
  });
});
