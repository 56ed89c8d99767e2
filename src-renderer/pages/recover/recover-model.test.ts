import { describe, expect, test } from 'vitest';
import { calls } from '../../../src-shared/contract/calls.ts';
import type { RecoverEntry, RecoverResult } from '../../../src-shared/contract/recover-calls.ts';
import { recoveryPointIdSchema } from '../../../src-shared/domain/ids.ts';
import { pointGroups } from './point-groups.ts';
import { emptyRecoverForm, recoverProblem, recoverRequest } from './recover-form.ts';
import { outcomeOf } from './result-summary.ts';
import {
  canDrop,
  emptySelection,
  type LoadedTree,
  markOf,
  type Selection,
  selectionSize,
  shownPath,
  toggleEntry,
} from './selection.ts';

function entry(path: string, kind: RecoverEntry['kind'] = 'file', sizeBytes = 10): RecoverEntry {
  return {
    path,
    name: path.split('/').at(-1) ?? path,
    kind,
    sizeBytes,
    modifiedAt: '2026-11-21T09:00:00.000Z',
    hasChildren: kind !== 'file',
  };
}

const root = entry('0', 'root', 40);
const photos = entry('0/photos', 'folder', 30);
const holiday = entry('0/photos/holiday', 'folder', 20);
const a = entry('0/photos/holiday/a.jpg');
const b = entry('0/photos/holiday/b.jpg');
const c = entry('0/photos/c.jpg');
const notes = entry('0/notes.txt');
const tree: LoadedTree = new Map([
  ['', [root]],
  ['0', [photos, notes]],
  ['0/photos', [holiday, c]],
  ['0/photos/holiday', [a, b]],
]);

function chosen(...steps: readonly RecoverEntry[]): Selection {
  return steps.reduce((selection, step) => toggleEntry(step, selection, tree), emptySelection);
}

const paths = (selection: Selection) => [...selection.keys()].sort();

describe('three-state selection', () => {
  test.each([
    { name: 'a folder means everything below', steps: [photos], expected: ['0/photos'] },
    { name: 'a folder swallows what was chosen in it', steps: [a, photos], expected: ['0/photos'] },
    { name: 'all siblings fold into their folder', steps: [a, b], expected: ['0/photos/holiday'] },
    { name: 'folding goes up', steps: [a, b, c, notes], expected: ['0'] },
    {
      name: 'taking one file out keeps the others',
      steps: [root, a],
      expected: ['0/notes.txt', '0/photos/c.jpg', '0/photos/holiday/b.jpg'],
    },
    { name: 'taking a folder out', steps: [root, photos], expected: ['0/notes.txt'] },
    { name: 'twice is nothing', steps: [photos, photos], expected: [] },
  ])('$name', ({ steps, expected }) => {
    expect(paths(chosen(...steps))).toEqual(expected);
  });

  test.each([
    { path: '0', mark: 'some' },
    { path: '0/photos', mark: 'some' },
    { path: '0/photos/holiday/b.jpg', mark: 'none' },
    { path: '0/photos/holiday/a.jpg', mark: 'all' },
    { path: '0/photo', mark: 'none' },
  ])('$path is marked $mark', ({ path, mark }) => {
    expect(markOf(path, chosen(a))).toBe(mark);
  });

  test('marks everything in a chosen folder', () => {
    expect(markOf(a.path, chosen(root))).toBe('all');
  });

  test('a search hit in a folder that was never opened cannot be left out alone', () => {
    const shallow: LoadedTree = new Map([['', [root]]]);
    const selection = toggleEntry(root, emptySelection, shallow);
    expect(canDrop(a.path, selection, shallow)).toBe(false);
    expect(canDrop(a.path, selection, tree)).toBe(true);
    expect(canDrop(a.path, emptySelection, shallow)).toBe(true);
  });

  test('shows paths by the name of their root', () => {
    const named: LoadedTree = new Map([['', [{ ...root, name: '/srv' }]]]);
    expect(shownPath('0/photos/a.jpg', named)).toBe('/srv/photos/a.jpg');
    expect(shownPath('10/photos', named)).toBe('10/photos');
  });

  test('adds up sizes once', () => {
    expect(selectionSize(chosen(a, photos, notes))).toEqual({ entries: 1, bytes: 40 });
  });
});

describe('request', () => {
  const form = emptyRecoverForm('/restore');
  const sessionId = '7c0f7f4e-7f3b-4f0e-9d5b-0d8a5a4f1c11';

  test.each([
    { form, selection: emptySelection, problem: 'nothingSelected' },
    { form: { ...form, folder: ' ' }, selection: chosen(a), problem: 'folderMissing' },
    { form: { ...form, folder: '', target: 'original' as const }, selection: chosen(a), problem: undefined },
    { form, selection: chosen(a), problem: undefined },
  ])('$problem', ({ form: given, selection, problem }) => {
    expect(recoverProblem(given, selection)).toBe(problem);
  });

  test.each(['folder', 'original', 'verifyOnly'] as const)('%s fits the contract', (target) => {
    const request = recoverRequest(sessionId, { ...form, target }, chosen(a));
    expect(calls['recover.start'].input.parse(request)).toEqual(request);
    expect(request.compareWithSource).toBe(target !== 'verifyOnly');
  });
});

describe('outcome', () => {
  const result: RecoverResult = {
    restoredFiles: 5,
    restoredBytes: 50,
    skipped: [],
    failed: [],
    skippedCount: 0,
    failedCount: 0,
  };
  const compared = { files: 5, bytes: 50, differences: [], differenceCount: 0 };
  test.each([
    { change: {}, outcome: 'restored' },
    { change: { compared }, outcome: 'identical' },
    { change: { compared, skippedCount: 1 }, outcome: 'restoredWithSkips' },
    { change: { compared: { ...compared, differenceCount: 2 }, skippedCount: 1 }, outcome: 'differences' },
    { change: { compared: { ...compared, differenceCount: 2 }, failedCount: 1 }, outcome: 'withFailures' },
    { change: { restoredFiles: 0 }, outcome: 'nothing' },
  ])('$outcome', ({ change, outcome }) => {
    expect(outcomeOf({ ...result, ...change })).toBe(outcome);
  });
});

test('points stand by day, the newest first', () => {
  const point = (digit: string, createdAt: string) => ({
    id: recoveryPointIdSchema.parse(digit.repeat(32)),
    createdAt,
    kind: 'initial' as const,
    files: 1,
    sourceBytes: 1,
    addedBytes: 1,
    descriptorFile: 'seed-fs01.AIBBlob',
  });
  const groups = pointGroups([
    point('1', '2026-11-20T12:00:00.000Z'),
    point('2', '2026-11-21T12:00:00.000Z'),
    point('3', '2026-11-21T12:30:00.000Z'),
  ]);
  expect(groups.map(({ points }) => points.map(({ id }) => id[0]).join(''))).toEqual(['32', '1']);
});
