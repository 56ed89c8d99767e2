import { describe, expect, it } from 'vitest';
import type { BitLockerState, DiskVolume } from './disks.ts';
import { driveProtection } from './drive-protection.ts';

const volume = (letter: string | undefined, bitLocker: BitLockerState): DiskVolume => ({
  ...(letter === undefined ? {} : { letter }),
  label: '',
  fileSystem: 'NTFS',
  sizeBytes: 1,
  usedBytes: 0,
  firstFolders: [],
  bitLocker,
});

describe('protection of a drive', () => {
  it.each([
    ['the volume with the letter counts', [volume('E', 'on'), volume('F', 'off')], 'E', 'on'],
    ['suspended is found', [volume('E', 'suspended')], 'E', 'suspended'],
    ['still encrypting', [volume('E', 'encrypting')], 'E', 'encrypting'],
    ['unknown is not protected', [volume('E', 'unknown')], 'E', 'off'],
    ['without its letter the worst counts', [volume('G', 'on'), volume(undefined, 'off')], 'E', 'off'],
    ['no volume, no protection', [], 'E', 'off'],
  ] as const)('%s', (_name, volumes, letter, expected) => {
    expect(driveProtection(volumes, letter)).toBe(expected);
  });
});
