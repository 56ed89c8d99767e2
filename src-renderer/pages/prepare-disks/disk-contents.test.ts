import { expect, test } from 'vitest';
import { contentsOf } from './disk-contents.ts';
import { volume } from './test-data.ts';

test('says what is on a disk, with unnamed and hidden volumes counted', () => {
  const hidden = volume({ letter: undefined, label: '', usedBytes: 5, firstFolders: [] });
  expect(contentsOf([volume(), hidden])).toEqual({
    letters: ['E:'],
    labels: ['old photos'],
    usedBytes: 1_200_000_000_005,
    firstFolders: ['2019', 'Scans'],
    lockedVolumes: 0,
  });
});

test('has nothing to say about an empty disk', () => {
  expect(contentsOf([])).toEqual({
    letters: [],
    labels: [],
    usedBytes: 0,
    firstFolders: [],
    lockedVolumes: 0,
  });
});
