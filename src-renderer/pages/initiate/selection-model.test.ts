import { describe, expect, it } from 'vitest';
import { checkedState, type Selection, withSubfolders, withTicked, withUnticked } from './selection-model.ts';

const children: Readonly<Record<string, readonly string[]>> = {
  '/srv': ['/srv/a', '/srv/b', '/srv/c'],
  '/srv/a': ['/srv/a/1', '/srv/a/2'],
};
const childrenOf = (path: string) => children[path] ?? [];
const nothing: Selection = { items: [], exclusions: [] };
const srv: Selection = { items: [{ path: '/srv', kind: 'folder' }], exclusions: [] };
const excludedPaths = (selection: Selection) => selection.exclusions.map(({ path }) => path).toSorted();

describe('state of a box', () => {
  const withoutA = withUnticked(srv, '/srv/a');
  it.each([
    ['nothing selected', nothing, '/srv', false],
    ['an item', srv, '/srv', true],
    ['below an item', srv, '/srv/a/1', true],
    ['above an item', { items: [{ path: '/srv/a', kind: 'folder' }], exclusions: [] }, '/srv', 'mixed'],
    ['above an exclusion', withoutA, '/srv', 'mixed'],
    ['an exclusion', withoutA, '/srv/a', false],
    ['below an exclusion', withoutA, '/srv/a/1', false],
    ['a name that only begins alike', srv, '/srv-old', false],
  ] as const)('%s', (_case, selection, path, expected) => {
    expect(checkedState(selection, path)).toBe(expected);
  });

  it('compares Windows paths without case', () => {
    const selection: Selection = { items: [{ path: 'D:\\Data', kind: 'folder' }], exclusions: [] };
    expect(checkedState(selection, 'd:\\data\\x')).toBe(true);
  });
});

describe('ticking', () => {
  it('a folder replaces what was ticked below it', () => {
    const one = withTicked(nothing, { path: '/srv/a/1', kind: 'file' }, childrenOf);
    expect(withTicked(one, { path: '/srv', kind: 'folder' }, childrenOf)).toEqual(srv);
  });

  it('brings an excluded folder back', () => {
    const without = withUnticked(srv, '/srv/a');
    expect(withTicked(without, { path: '/srv/a', kind: 'folder' }, childrenOf)).toEqual(srv);
  });

  it('brings back one file of an excluded folder, and only that', () => {
    const without = withUnticked(srv, '/srv/a');
    const selection = withTicked(without, { path: '/srv/a/1', kind: 'file' }, childrenOf);
    expect(excludedPaths(selection)).toEqual(['/srv/a/2']);
    expect(checkedState(selection, '/srv/a/1')).toBe(true);
    expect(checkedState(selection, '/srv/a/2')).toBe(false);
  });

  it('leaves exclusions by file type alone', () => {
    const byType = { path: '/srv', includeSubfolders: true, fileTypes: ['tmp'] };
    const selection = withTicked(
      { items: [], exclusions: [byType] },
      { path: '/srv', kind: 'folder' },
      childrenOf,
    );
    expect(selection.exclusions).toEqual([byType]);
    expect(checkedState(selection, '/srv')).toBe(true);
  });
});

describe('emptying a box', () => {
  it('removes an item with its exclusions', () => {
    expect(withUnticked(withUnticked(srv, '/srv/a'), '/srv')).toEqual(nothing);
  });

  it('excludes what lies below an item, and forgets finer exclusions there', () => {
    const fine = withUnticked(srv, '/srv/a/1');
    expect(excludedPaths(withUnticked(fine, '/srv/a'))).toEqual(['/srv/a']);
  });

  it('of a mixed folder removes the items below it', () => {
    const selection = withTicked(nothing, { path: '/srv/a', kind: 'folder' }, childrenOf);
    expect(withUnticked(selection, '/srv')).toEqual(nothing);
  });
});

describe('an item without its subfolders', () => {
  const files = withSubfolders(srv, '/srv', false);

  it('holds the files right in it, and folders below only when they are ticked', () => {
    expect(files.items).toEqual([{ path: '/srv', kind: 'folder', includeSubfolders: false }]);
    expect(checkedState(files, '/srv')).toBe('mixed');
    expect(checkedState(files, '/srv/file.txt', 'file')).toBe(true);
    expect(checkedState(files, '/srv/a')).toBe(false);
    expect(checkedState(files, '/srv/a/1', 'file')).toBe(false);
    const more = withTicked(files, { path: '/srv/a', kind: 'folder' }, childrenOf);
    expect(checkedState(more, '/srv/a/1', 'file')).toBe(true);
    expect(checkedState(more, '/srv/b')).toBe(false);
    expect(withSubfolders(more, '/srv', true)).toEqual(srv);
    expect(withTicked(more, { path: '/srv', kind: 'folder' }, childrenOf)).toEqual(srv);
  });
});

describe('a rule that keeps', () => {
  const keep = (path: string, patterns?: string[]) => ({
    path,
    includeSubfolders: true,
    fileTypes: [],
    effect: 'keep' as const,
    ...(patterns === undefined ? {} : { patterns }),
  });
  const without = withUnticked(srv, '/srv/a');
  const kept: Selection = { ...without, exclusions: [...without.exclusions, keep('/srv/a/1')] };

  it('fills the box of its path and half those above', () => {
    expect(checkedState(kept, '/srv/a/1')).toBe(true);
    expect(checkedState(kept, '/srv/a/2')).toBe(false);
    expect(checkedState(kept, '/srv/a')).toBe('mixed');
    expect(checkedState(kept, '/srv')).toBe('mixed');
    const byName: Selection = { ...without, exclusions: [...without.exclusions, keep('/srv/a', ['*.txt'])] };
    expect(checkedState(byName, '/srv/a')).toBe('mixed');
    expect(checkedState(byName, '/srv/b')).toBe(true);
  });

  it('goes with the folder that is emptied, and stays when its folder is ticked', () => {
    expect(excludedPaths(withUnticked(kept, '/srv/a'))).toEqual(['/srv/a']);
    const ticked = withTicked(kept, { path: '/srv/a', kind: 'folder' }, childrenOf);
    expect(ticked.exclusions).toEqual([keep('/srv/a/1')]);
  });
});

it('a tick below a folder that a rule leaves out fills its box', () => {
  const selection: Selection = {
    items: [{ path: '/srv/a/1', kind: 'file' }],
    exclusions: [{ path: '/srv/a', includeSubfolders: true, fileTypes: [] }],
  };
  expect(checkedState(selection, '/srv/a/1', 'file')).toBe(true);
  expect(checkedState(selection, '/srv/a')).toBe('mixed');
});
