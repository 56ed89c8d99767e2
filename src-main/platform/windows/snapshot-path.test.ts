import { expect, it } from 'vitest';
import { pathInSnapshot, volumeRootOf } from './snapshot-path.ts';

const device = '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy';
const snapshots = [
  { id: '{1}', volume: 'C:\\', devicePath: `${device}7` },
  { id: '{2}', volume: 'C:\\Mounts\\Data\\', devicePath: `${device}8` },
  { id: '{3}', volume: 'd:\\', devicePath: `${device}9` },
];

it.each([
  ['C:\\data\\x', `${device}7\\data\\x`],
  ['c:\\Data\\X', `${device}7\\Data\\X`],
  ['C:/data/x', `${device}7\\data\\x`],
  ['C:\\', `${device}7\\`],
  ['\\\\?\\C:\\very\\long', `${device}7\\very\\long`],
  ['C:\\mounts\\data\\file', `${device}8\\file`],
  ['C:\\mounts\\data2\\file', `${device}7\\mounts\\data2\\file`],
  ['D:\\a b\\ü', `${device}9\\a b\\ü`],
  ['E:\\x', undefined],
  ['\\\\server\\share\\x', undefined],
])('%s is found at %s', (path, expected) => {
  expect(pathInSnapshot(path, snapshots)).toBe(expected);
});

it.each([
  ['c:\\data', 'C:\\'],
  ['C:', 'C:\\'],
  ['\\\\?\\d:\\x', 'D:\\'],
  ['E:/x', 'E:\\'],
  ['\\\\server\\share', undefined],
  ['\\\\?\\UNC\\server\\share', undefined],
  ['data\\x', undefined],
  ['/mnt/data', undefined],
])('%s lies on %s', (path, expected) => {
  expect(volumeRootOf(path)).toBe(expected);
});
