import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataDisk, identity } from '../platform/windows/testing/captured-answers.ts';
import { openStandIn, type StandIn, systemRoot } from '../platform/windows/testing/stand-in.ts';
import { type DriveShelf, openDriveShelf } from '../practice/drives/drive-shelf.ts';
import { seedShelf } from '../practice/drives/seed-shelf.ts';
import { chooseDiskPlatform } from './choose-disk-platform.ts';

let folder: string;
let shelf: DriveShelf;
let standIn: StandIn;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'disk-mode-'));
  shelf = openDriveShelf(folder);
  await seedShelf(shelf, { count: 1, sizeBytes: 16 * 1024 * 1024 });
  standIn = await openStandIn();
});
afterEach(async () => {
  await standIn.close();
  await rm(folder, { recursive: true });
});

describe('disks of a mode', () => {
  it.each(['win32', 'linux'])('practice stays practice on %s and starts no program', async (platform) => {
    const { commands } = standIn;
    const chosen = chooseDiskPlatform({
      mode: 'practice',
      isPracticeCloud: true,
      shelf,
      commands,
      system: { platform, systemRoot },
    });
    const disks = await chosen.platform.listDisks();
    expect(chosen.isPractice).toBe(true);
    expect(disks.length).toBeGreaterThan(0);
    expect(disks.every(({ isPractice }) => isPractice)).toBe(true);
    expect(await standIn.calls()).toEqual([]);
  });

  it.each(['win32', 'linux'])('real disks never meet the practice cloud on %s', async (platform) => {
    const { commands } = standIn;
    const choice = { mode: 'real', isPracticeCloud: true, shelf, commands } as const;
    expect(() => chooseDiskPlatform({ ...choice, system: { platform, systemRoot } })).toThrow(
      expect.objectContaining({ code: 'practice.realDisks' }),
    );
    expect(await standIn.calls()).toEqual([]);
  });

  it('real mode on Windows asks Windows', async () => {
    const { commands } = standIn;
    await standIn.play({ script: 'list-disks', value: { disks: [dataDisk] } });
    const system = { platform: 'win32', systemRoot };
    const chosen = chooseDiskPlatform({ mode: 'real', isPracticeCloud: false, shelf, commands, system });
    expect(chosen.isPractice).toBe(false);
    expect(await chosen.platform.listDisks()).toMatchObject([{ number: 1, isPractice: false }]);
  });

  it('real mode elsewhere says that drives need Windows, at every call', async () => {
    const { commands } = standIn;
    const system = { platform: 'linux', systemRoot: undefined };
    const { platform } = chooseDiskPlatform({
      mode: 'real',
      isPracticeCloud: false,
      shelf,
      commands,
      system,
    });
    for (const attempt of [
      platform.listDisks(),
      platform.clear(identity),
      platform.createVolume(identity, 'SEED'),
      platform.encrypt(identity, () => undefined),
      platform.unlock(identity, ''),
      platform.mountedVolume(identity),
      platform.lock(identity),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'disk.platformUnavailable' });
    }
    expect(await standIn.calls()).toEqual([]);
  });
});
