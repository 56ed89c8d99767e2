import { describe, expect, it } from 'vitest';
import { stateWords } from './batch-state.ts';
import { EntryGroup, endOfRun, plainTypes } from './entry-group.ts';
import type { SourceRoot } from './source-root.ts';

interface Entry {
  readonly type?: number;
  readonly size?: bigint;
  readonly device?: bigint;
  readonly links?: bigint;
}

const { file, folder } = plainTypes;
const link = 2;
const mebibyte = 1024n * 1024n;

function columns(entries: readonly Entry[]) {
  const states = new BigInt64Array(entries.length * stateWords);
  for (const [index, { size = 1n, device = 7n, links = 1n }] of entries.entries()) {
    states[index * stateWords] = size;
    states[index * stateWords + 4] = device;
    states[index * stateWords + 5] = links;
  }
  return { types: Uint8Array.from(entries, ({ type = file }) => type), states };
}

describe('a run of plain entries', () => {
  it.each<[string, readonly Entry[], number]>([
    ['goes on to the end', [{}, { type: folder, links: 5n }, {}], 3],
    ['ends at a link', [{}, {}, { type: link }, {}], 2],
    ['ends at a file with two names', [{}, { links: 2n }], 1],
    ['ends at another file system', [{}, { device: 8n }], 1],
    ['ends at a large file', [{}, { size: 4n * mebibyte + 1n }], 1],
    ['takes a file of 4 MiB', [{}, { size: 4n * mebibyte }], 2],
    ['ends when it comes to much', [...Array(5).fill({ size: 4n * mebibyte })], 4],
    ['may be empty', [{ type: link }], 0],
  ])('%s', (_name, entries, end) => {
    const { types, states } = columns(entries);
    expect(endOfRun(types, states, 0)).toBe(end);
  });

  it('is looked at from anywhere', () => {
    const { types, states } = columns([{ type: link }, {}, {}, { device: 9n }]);
    expect(endOfRun(types, states, 1)).toBe(3);
  });
});

it('a group tells files from folders and what stands before its paths', () => {
  const { types, states } = columns([{ type: folder }, { size: 12n }, {}]);
  const root = { path: '/data', readPath: '/data', kind: 'folder' } as SourceRoot;
  const group = new EntryGroup(root, types, states, 'a\0a/b\0a/c');
  expect([group.length, group.files, group.folder, group.device]).toEqual([3, 2, '/data/', 7n]);
  expect([group.isFile(0), group.isFile(1), group.stateOf(1).size]).toEqual([false, true, 12n]);
  expect(new EntryGroup({ ...root, path: '/', readPath: '/' }, types, states, 'a').folder).toBe('/');
});
