import { describe, expect, it } from 'vitest';
import { type DiskContext, isPathInside, judgeDisks } from './disk-findings.ts';
import type { DiskFacts, DiskIdentity, DiskVolume } from './disks.ts';
import { diskIdSchema } from './ids.ts';

const volume: DiskVolume = {
  label: 'old photos',
  fileSystem: 'NTFS',
  sizeBytes: 4e12,
  usedBytes: 0,
  firstFolders: [],
  bitLocker: 'off',
};

function disk(
  changes: Partial<Omit<DiskFacts, 'identity'>> & { identity?: Partial<DiskIdentity> } = {},
): DiskFacts {
  const { identity, ...facts } = changes;
  return {
    id: diskIdSchema.parse('disk-1'),
    number: 1,
    logicalSectorBytes: 512,
    isRemovable: false,
    isBehindUsbAdapter: false,
    isReadOnly: false,
    isOffline: false,
    backsSystem: false,
    isPractice: false,
    volumes: [],
    mountPaths: [],
    ...facts,
    identity: {
      uniqueId: 'u1',
      serial: 'WD-WCC7K3F',
      model: 'WD40EFAX',
      bus: 'sata',
      sizeBytes: 4e12,
      ...identity,
    },
  };
}

const context: DiskContext = {
  stagingPaths: ['D:\\staging'],
  sourcePaths: ['E:\\data'],
  drivesOfOtherJobs: [{ serial: 'OTHER 77', jobName: 'seed-fs02' }],
  isPractice: false,
};

function codes(facts: DiskFacts, all: readonly DiskFacts[] = [facts], where = context): string[] {
  const judged = judgeDisks(all, where).find((entry) => entry.facts === facts);
  return judged?.findings.map((finding) => finding.code) ?? ['not judged'];
}

describe('judgeDisks', () => {
  it.each<[string, DiskFacts, string[]]>([
    ['an empty internal disk', disk(), []],
    ['a disk behind the system', disk({ backsSystem: true }), ['disk.backsSystem']],
    ['the staging disk', disk({ mountPaths: ['d:\\'] }), ['disk.holdsStaging']],
    ['the source disk', disk({ mountPaths: ['E:\\'] }), ['disk.holdsSource']],
    ['a disk mounted below the source', disk({ mountPaths: ['e:\\data\\disk'] }), ['disk.holdsSource']],
    ['a disk with a similar letter path', disk({ mountPaths: ['D:\\staging-old'] }), []],
    ['a read-only disk', disk({ isReadOnly: true }), ['disk.readOnly']],
    ['an offline disk', disk({ isOffline: true }), ['disk.offline']],
    ['4096-byte sectors', disk({ logicalSectorBytes: 4096 }), ['disk.sector4096']],
    ['a stick', disk({ isRemovable: true }), ['disk.removableStick']],
    ['a USB disk without adapter', disk({ identity: { bus: 'usb' } }), ['disk.removableStick']],
    [
      'SATA behind an adapter',
      disk({ isBehindUsbAdapter: true, identity: { bus: 'usb' } }),
      ['disk.usbAdapter'],
    ],
    ['an NVMe drive', disk({ identity: { bus: 'nvme' } }), ['disk.notSata']],
    ['a drive on a SAS controller', disk({ identity: { bus: 'sas' } }), ['disk.behindController']],
    ['a drive behind a RAID controller', disk({ identity: { bus: 'raid' } }), ['disk.behindController']],
    [
      'a bus that the system does not name',
      disk({ identity: { bus: 'unknown' } }),
      ['disk.behindController'],
    ],
    ['an ATA drive', disk({ identity: { bus: 'ata' } }), []],
    ['a virtual disk', disk({ identity: { bus: 'virtual' } }), ['disk.virtual']],
    ['a Storage Spaces member', disk({ identity: { bus: 'spaces' } }), ['disk.virtual']],
    ['no serial', disk({ identity: { serial: '  ' } }), ['disk.noSerial']],
    ['a made-up serial', disk({ identity: { serial: '0000 0000' } }), ['disk.noSerial']],
    ['a drive of another job', disk({ identity: { serial: 'other77' } }), ['disk.inOtherJob']],
    ['12 TB', disk({ identity: { sizeBytes: 12e12 } }), ['disk.over10TB']],
    ['exactly 10 TB', disk({ identity: { sizeBytes: 10e12 } }), []],
    ['an empty NTFS volume', disk({ volumes: [{ ...volume, usedBytes: 9e7 }] }), []],
    ['folders on it', disk({ volumes: [{ ...volume, firstFolders: ['holiday'] }] }), ['disk.holdsData']],
    ['a locked volume', disk({ volumes: [{ ...volume, bitLocker: 'locked' }] }), ['disk.holdsData']],
    ['an unknown file system', disk({ volumes: [{ ...volume, fileSystem: 'RAW' }] }), ['disk.holdsData']],
  ])('judges %s', (_what, facts, expected) => {
    expect(codes(facts)).toEqual(expected);
  });

  it('blocks both of two disks that report the same serial', () => {
    const one = disk();
    const two = disk({ number: 2, identity: { serial: 'wd-wcc7k3f ' } });
    expect(codes(one, [one, two])).toEqual(['disk.duplicateSerial']);
    expect(codes(two, [one, two])).toEqual(['disk.duplicateSerial']);
  });

  it('takes virtual practice drives in practice mode only', () => {
    const drive = disk({ isPractice: true, identity: { bus: 'virtual' } });
    expect(codes(drive, [drive], { ...context, isPractice: true })).toEqual([]);
    expect(codes(drive)).toEqual(['disk.virtual']);
    const real = disk({ identity: { bus: 'virtual' } });
    expect(codes(real, [real], { ...context, isPractice: true })).toEqual(['disk.virtual']);
  });

  it('lists every disk by number, and only blockers make one unusable', () => {
    const judged = judgeDisks(
      [
        disk({ number: 3, isBehindUsbAdapter: true }),
        disk({ number: 0, backsSystem: true, identity: { serial: 'S0' } }),
      ],
      context,
    );
    expect(judged.map(({ facts, usable }) => [facts.number, usable])).toEqual([
      [0, false],
      [3, true],
    ]);
  });
});

describe('isPathInside', () => {
  it.each([
    ['/mnt/a/b', '/mnt/a', true],
    ['/mnt/a', '/mnt/a/', true],
    ['/mnt/ab', '/mnt/a', false],
    ['/mnt/A', '/mnt/a', false],
    ['/x', '/', true],
    ['C:\\Mounts\\Disk3\\s', 'c:/mounts/disk3', true],
    ['\\\\fs02\\staging\\x', '\\\\FS02\\staging', true],
  ])('%s in %s is %s', (path, folder, expected) => {
    expect(isPathInside(path, folder)).toBe(expected);
  });
});
