import { expect, test } from 'vitest';
import type { PointEntry, PointEntryKind } from '../staging/staging-types.ts';
import { buildPointIndex, type PointIndex } from './point-index.ts';

const entry = (path: string, kind: PointEntryKind, parts: Partial<PointEntry> = {}): PointEntry => ({
  path,
  root: Number(path.split('/')[0]),
  name: path.slice(path.lastIndexOf('/') + 1),
  kind,
  sizeBytes: 1,
  modifiedAt: '2026-11-21T21:00:00.000Z',
  mode: undefined,
  note: undefined,
  ...parts,
});

async function* stream(entries: Iterable<PointEntry>): AsyncGenerator<PointEntry> {
  yield* entries;
}

const small = (): Promise<PointIndex> =>
  buildPointIndex(
    stream([
      entry('0', 'root', { name: '/data' }),
      entry('0/10.txt', 'file'),
      entry('0/9.txt', 'hardLink'),
      entry('0/b', 'folder'),
      entry('0/b/deep', 'folder'),
      entry('0/b/deep/Ünïcode.TXT', 'link'),
      entry('0/c', 'special', { modifiedAt: '+012026-11-21T21:00:00.000Z' }),
      entry('1', 'root', { name: '/etc/hosts' }),
      entry('1/hosts', 'file'),
    ]),
  );

test('roots come in their order, folders before the rest, numbers as people count', async () => {
  const index = await small();
  expect(index.children('', 10).entries.map(({ path, name }) => [path, name])).toEqual([
    ['0', '/data'],
    ['1', '/etc/hosts'],
  ]);
  expect(index.children('0', 10).entries.map(({ path, kind }) => [path, kind])).toEqual([
    ['0/b', 'folder'],
    ['0/9.txt', 'file'],
    ['0/10.txt', 'file'],
    ['0/c', 'other'],
  ]);
  expect(index.children('0/b/deep', 10).entries[0]).toMatchObject({ kind: 'link', hasChildren: false });
  expect(index.children('0/none', 10)).toEqual({ entries: [], truncated: false });
  expect(index.children('0', 2)).toMatchObject({ entries: { length: 2 }, truncated: true });
});

test('search ignores case and finds whole paths', async () => {
  const index = await small();
  expect(index.search('ünï', 10).entries.map(({ path }) => path)).toEqual(['0/b/deep/Ünïcode.TXT']);
  expect(index.search('t', 1)).toMatchObject({ entries: { length: 1 }, truncated: true });
});

test('a time beyond what a page can show does not break the list', async () => {
  const { entries } = (await small()).children('0', 10);
  expect(entries.at(-1)?.modifiedAt).toBe('1970-01-01T00:00:00.000Z');
});

test('paths that are not there are told, roots and folders and files alike', async () => {
  const paths = ['0', '0/b', '0/9.txt', '1/hosts', '0/none', '2', '', '0/9.txt/x'];
  expect((await small()).missing(paths)).toEqual(['0/none', '2', '', '0/9.txt/x']);
});

test('eighty thousand files are indexed once and browsed at once', async () => {
  function* many(): Generator<PointEntry> {
    yield entry('0', 'root', { name: '/data' });
    for (let folder = 0; folder < 80; folder += 1) {
      yield entry(`0/folder ${folder}`, 'folder');
      for (let file = 0; file < 1000; file += 1) yield entry(`0/folder ${folder}/file ${file}.txt`, 'file');
    }
  }
  const index = await buildPointIndex(stream(many()));
  expect(index.size).toBe(80_081);
  const before = process.cpuUsage();
  for (let round = 0; round < 20; round += 1) index.children(`0/folder ${round}`, 10_000);
  const found = index.search('file 999.txt', 1000);
  const { user, system } = process.cpuUsage(before);
  expect(found.entries).toHaveLength(80);
  // About 60 ms of a slow processor, however busy; the bound only catches a walk over the whole catalog per call.
  expect((user + system) / 1000).toBeLessThan(2000);
});

test('a folder weighs what is below it', async () => {
  const index = await buildPointIndex(
    stream([
      entry('0', 'root', { sizeBytes: 0 }),
      entry('0/a', 'folder', { sizeBytes: 0 }),
      entry('0/a/x', 'file', { sizeBytes: 5 }),
      entry('0/y', 'file', { sizeBytes: 7 }),
      entry('1', 'root', { sizeBytes: 0 }),
    ]),
  );
  expect(index.children('', 10).entries.map(({ sizeBytes }) => sizeBytes)).toEqual([12, 0]);
  expect(index.children('0', 10).entries.map(({ sizeBytes }) => sizeBytes)).toEqual([5, 7]);
});

test('of a catalog that claims more than can be shown the beginning is shown, and said to be one', async () => {
  async function* endless(): AsyncGenerator<PointEntry> {
    yield entry('0', 'root', { name: '/data' });
    for (let index = 0; ; index += 1) yield entry(`0/${index}`, 'file');
  }
  const index = await buildPointIndex(endless(), { entries: 5, characters: 1000 });
  expect(index.size).toBe(5);
  expect(index.children('0', 10)).toMatchObject({ entries: { length: 4 }, truncated: true });
  expect(index.search('3', 10)).toMatchObject({ entries: [{ path: '0/3' }], truncated: true });
  // Nobody knows what is behind the beginning.
  expect(index.missing(['0/100'])).toEqual([]);
});

test('paths of folders count as what they take', async () => {
  async function* endless(): AsyncGenerator<PointEntry> {
    for (let path = '0'; ; path += '/a') yield entry(path, path === '0' ? 'root' : 'folder');
  }
  const index = await buildPointIndex(endless(), { entries: 1_000_000, characters: 10_000 });
  expect(index.size).toBeGreaterThan(50);
  expect(index.size).toBeLessThan(150);
});
