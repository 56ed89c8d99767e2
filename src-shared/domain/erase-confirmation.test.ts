import { describe, expect, it } from 'vitest';
import { driveIdOf, isSameDisk, isSameDrive } from './disk-identity.ts';
import type { DiskIdentity } from './disks.ts';
import { confirmsErase, serialCharactersToType } from './erase-confirmation.ts';

const identity: DiskIdentity = {
  uniqueId: 'u1',
  serial: ' WD-WCC 7k3F ',
  model: 'WD40',
  bus: 'sata',
  sizeBytes: 4e12,
};

describe('confirmsErase', () => {
  it.each([
    ['7k3f', true],
    ['  7K3F\t', true],
    ['k3F', false],
    ['C7K3F', false],
    ['', false],
    ['WD-WCC7k3F', false],
  ])('%j confirms: %s', (typed, expected) => {
    expect(confirmsErase(identity, typed)).toBe(expected);
  });

  it('takes all of a short serial and nothing for a disk without one', () => {
    expect(serialCharactersToType(identity)).toBe(4);
    expect(serialCharactersToType({ ...identity, serial: 'Z9' })).toBe(2);
    expect(confirmsErase({ ...identity, serial: 'Z9' }, 'z9')).toBe(true);
    expect(confirmsErase({ ...identity, serial: '' }, '')).toBe(false);
    expect(confirmsErase({ ...identity, serial: '00000000' }, '0000')).toBe(false);
  });
});

describe('identity', () => {
  it.each<[keyof DiskIdentity, Partial<DiskIdentity>]>([
    ['uniqueId', { uniqueId: 'u2' }],
    ['serial', { serial: 'other' }],
    ['model', { model: 'WD41' }],
    ['bus', { bus: 'usb' }],
    ['sizeBytes', { sizeBytes: 4e12 - 512 }],
  ])('another %s is another disk', (_field, change) => {
    expect(isSameDisk(identity, { ...identity, ...change })).toBe(false);
  });

  it('knows a drive again behind an adapter, but not for erasing', () => {
    const moved: DiskIdentity = {
      ...identity,
      serial: 'WD-WCC7k3F',
      bus: 'usb',
      model: 'Dock',
      uniqueId: 'x',
    };
    expect([isSameDrive(identity, moved), isSameDisk(identity, moved)]).toEqual([true, false]);
    expect(isSameDrive({ ...identity, serial: '' }, { ...identity, serial: '' })).toBe(false);
    expect(driveIdOf(identity)).toBe('WD-WCC7k3F');
  });
});
