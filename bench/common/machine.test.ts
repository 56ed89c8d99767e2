import { describe, expect, it } from 'vitest';
import { fileSystemOf } from './machine.ts';

const mounts = [
  '/dev/vda / ext4 rw 0 0',
  'tmpfs /dev/shm tmpfs rw 0 0',
  '/dev/sdb /data xfs rw 0 0',
  '/dev/sdc /data/big\\040disk btrfs rw 0 0',
  '/dev/sdd /data ext2 rw 0 0',
].join('\n');

describe('fileSystemOf', () => {
  it.each([
    ['/home/ada', 'ext4'],
    ['/dev/shm/tree', 'tmpfs'],
    ['/data', 'ext2'],
    ['/database', 'ext4'],
    ['/data/big disk/x', 'btrfs'],
  ])('%s is on %s', (folder, type) => {
    expect(fileSystemOf(folder, mounts)).toBe(type);
  });

  it('does not guess without a list', () => {
    expect(fileSystemOf('/home', '')).toBe('unknown');
  });
});
