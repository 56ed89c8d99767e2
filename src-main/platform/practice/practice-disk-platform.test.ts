import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskFacts } from '../../../src-shared/domain/disks.ts';
import { isRecoveryPassword } from '../../../src-shared/domain/recovery-password.ts';
import { drivePaths } from '../../practice/drives/drive-record.ts';
import { type DriveShelf, openDriveShelf } from '../../practice/drives/drive-shelf.ts';
import { seedShelf } from '../../practice/drives/seed-shelf.ts';
import type { DiskPlatform } from '../ports/disk-platform.ts';
import { practiceDiskPlatform } from './practice-disk-platform.ts';

const mebibyte = 1024 * 1024;
let folder: string;
let shelf: DriveShelf;
let disks: DiskPlatform;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-disks-'));
  shelf = openDriveShelf(folder);
  await seedShelf(shelf, { count: 2, sizeBytes: 16 * mebibyte });
  disks = practiceDiskPlatform(shelf, { encryptMilliseconds: 5 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function disk(serial: string): Promise<DiskFacts> {
  const found = (await disks.listDisks()).find(({ identity }) => identity.serial === serial);
  if (found === undefined) throw new Error(`No ${serial}`);
  return found;
}

describe('practice disks', () => {
  it('lists everything that has to be judged', async () => {
    const list = await disks.listDisks();
    expect(
      list.map(({ identity, number, volumes }) => [
        number,
        identity.serial,
        identity.bus,
        volumes[0]?.letter,
      ]),
    ).toEqual([
      [0, 'PRACTICESYSTEM', 'nvme', 'C'],
      [1, 'PRACTICE0001', 'sata', 'E'],
      [2, 'PRACTICE0002', 'sata', 'F'],
      [3, 'PRACTICESTICK', 'usb', 'G'],
      [4, 'PRACTICE4096', 'sata', 'H'],
      [5, 'PRACTICE12TB', 'sata', 'I'],
    ]);
    expect((await disk('PRACTICESYSTEM')).backsSystem).toBe(true);
    expect((await disk('PRACTICESTICK')).isRemovable).toBe(true);
    expect((await disk('PRACTICE4096')).logicalSectorBytes).toBe(4096);
    expect((await disk('PRACTICE12TB')).identity.sizeBytes).toBe(12e12);
    expect((await disk('PRACTICE0001')).volumes[0]).toMatchObject({ usedBytes: 0, firstFolders: [] });
    const photos = (await disk('PRACTICE0002')).volumes[0];
    expect(photos).toMatchObject({ label: 'Photos', firstFolders: ['Old photos'], bitLocker: 'off' });
    expect(photos?.usedBytes).toBeGreaterThan(0);
  });

  it('erases, formats, encrypts, locks and opens again with its own password only', async () => {
    const { identity } = await disk('PRACTICE0002');
    await disks.clear(identity);
    expect((await disk('PRACTICE0002')).volumes).toEqual([]);
    const created = await disks.createVolume(identity, 'SEED');
    expect(await created.freeBytes()).toBe(created.capacityBytes);
    const percents: number[] = [];
    const { recoveryPassword } = await disks.encrypt(identity, (percent) => percents.push(percent));
    expect(isRecoveryPassword(recoveryPassword)).toBe(true);
    expect(percents.at(0)).toBe(0);
    expect(percents.at(-1)).toBe(100);
    await writeFile(join(created.rootPath, 'a.bin'), 'content');
    expect(await created.freeBytes()).toBe(created.capacityBytes - 4096 - 1024);
    expect((await disks.mountedVolume(identity))?.rootPath).toBe(created.rootPath);
    await disks.lock(identity);
    expect(await disks.mountedVolume(identity)).toBeUndefined();
    expect((await disk('PRACTICE0002')).volumes[0]).toMatchObject({ bitLocker: 'locked', usedBytes: 0 });
    const other = (await disks.encrypt((await disk('PRACTICE0001')).identity, () => {})).recoveryPassword;
    await expect(disks.unlock(identity, other)).rejects.toMatchObject({ code: 'disk.recoveryPasswordWrong' });
    expect((await disks.unlock(identity, recoveryPassword)).rootPath).toBe(created.rootPath);
    expect((await disk('PRACTICE0002')).volumes[0]).toMatchObject({ bitLocker: 'on', label: 'SEED' });
  });

  it('never gives out more room than the drive or the computer has', async () => {
    const huge = (await disk('PRACTICE12TB')).identity;
    const volume = await disks.createVolume(huge, 'SEED');
    expect(volume.capacityBytes).toBeGreaterThan(11.9e12);
    expect(await volume.freeBytes()).toBeLessThan(volume.capacityBytes);
    const small = (await disk('PRACTICE0001')).identity;
    const { rootPath, freeBytes } = await disks.createVolume(small, 'SEED');
    await writeFile(join(rootPath, 'big.bin'), '');
    await truncate(join(rootPath, 'big.bin'), 17 * mebibyte);
    expect(await freeBytes()).toBe(0);
    await disks.encrypt(small, () => {});
    await expect(disks.lock(small)).rejects.toMatchObject({ code: 'disk.full' });
  });

  it('refuses a drive that is gone, was exchanged, is read-only or carries the system', async () => {
    const { identity } = await disk('PRACTICE0001');
    await shelf.unplug('PRACTICE0001');
    await expect(disks.clear(identity)).rejects.toMatchObject({ code: 'disk.disappeared' });
    await shelf.plugBack('PRACTICE0001');
    await shelf.change('PRACTICE0001', { sizeBytes: 32 * mebibyte });
    await expect(disks.createVolume(identity, 'SEED')).rejects.toMatchObject({
      code: 'disk.identityChanged',
    });
    await shelf.change('PRACTICE0001', { sizeBytes: identity.sizeBytes, readOnly: true });
    await expect(disks.encrypt(identity, () => {})).rejects.toMatchObject({ code: 'disk.writeFailed' });
    const system = (await disk('PRACTICESYSTEM')).identity;
    await expect(disks.clear(system)).rejects.toMatchObject({ code: 'disk.blocked' });
  });

  it('locks a drive that leaves the computer, and lists it no longer', async () => {
    const { identity } = await disk('PRACTICE0001');
    const { rootPath } = await disks.createVolume(identity, 'SEED');
    await disks.encrypt(identity, () => {});
    await writeFile(join(rootPath, 'a.bin'), 'content');
    await shelf.send(['PRACTICE0001'], 'parcel');
    expect((await disks.listDisks()).map((facts) => facts.identity.serial)).not.toContain('PRACTICE0001');
    const away = await shelf.bySerial('PRACTICE0001');
    expect(away?.record).toMatchObject({ location: 'parcel', lockState: 'locked' });
    await expect(writeFile(join(drivePaths(away?.folder ?? '').volume, 'b.bin'), 'x')).rejects.toThrow();
  });

  it('stops encrypting when asked, and leaves the drive unencrypted', async () => {
    const { identity } = await disk('PRACTICE0001');
    const slow = practiceDiskPlatform(shelf, { encryptMilliseconds: 60_000 });
    const stop = new AbortController();
    const running = slow.encrypt(identity, () => stop.abort(), stop.signal);
    await expect(running).rejects.toThrow();
    expect((await disk('PRACTICE0001')).volumes[0]?.bitLocker).toBe('off');
  });
});
