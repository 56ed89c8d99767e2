import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLock, drawRecoveryPassword } from './drive-lock.ts';
import { drivePaths, readDriveRecord } from './drive-record.ts';
import { openDriveShelf, type ShelvedDrive } from './drive-shelf.ts';
import { lockVolume, settleLock, unlockVolume, writeOpenKey } from './lock-volume.ts';
import { openForReading } from './read-volume.ts';
import { walkVolume } from './volume-files.ts';

const mebibyte = 1024 * 1024;
let folder: string;
let drive: ShelvedDrive;
let password: string;

async function tree(root: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, isFolder } of walkVolume(root)) {
    found[path] = isFolder ? '<folder>' : await readFile(join(root, path), 'utf8');
  }
  return found;
}

const content = {
  empty: '<folder>',
  'seed-001': '<folder>',
  'seed-001/base.BaseBlob': 'volume one',
  'seed-001/Übung 📦.txt': 'odd name',
  'DriveManifest.xml': '<DriveManifest/>',
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-lock-'));
  const shelf = openDriveShelf(folder);
  drive = await shelf.attachDrive(16 * mebibyte);
  const { volume } = drivePaths(drive.folder);
  for (const [path, text] of Object.entries(content)) {
    if (text === '<folder>') await mkdir(join(volume, path), { recursive: true });
    else await writeFile(join(volume, path), text);
  }
  password = drawRecoveryPassword();
  const { lock, key } = await createLock(password);
  await writeOpenKey(drive.folder, key);
  await shelf.change(drive.record.serial, { lock, lockState: 'unlocked' });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('lock of a practice drive', () => {
  it('leaves no name, no key and no volume folder behind', async () => {
    expect((await lockVolume(drive.folder)).lockState).toBe('locked');
    const left = (await readdir(drive.folder)).sort();
    expect(left).toEqual(['drive.json', 'names.sealed.json', 'sealed']);
    const names = await readdir(drivePaths(drive.folder).sealed);
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
    const visible = `${await readFile(drivePaths(drive.folder).sealedNames, 'utf8')}${await readFile(drivePaths(drive.folder).record, 'utf8')}`;
    expect(visible).not.toContain('BaseBlob');
    expect(visible).not.toContain(password);
  });

  it('gives every file and empty folder back for the right password', async () => {
    await lockVolume(drive.folder);
    expect((await unlockVolume(drive.folder, password)).lockState).toBe('unlocked');
    expect(await tree(drivePaths(drive.folder).volume)).toEqual(content);
    await lockVolume(drive.folder);
    await unlockVolume(drive.folder, password);
    expect(await tree(drivePaths(drive.folder).volume)).toEqual(content);
  });

  it('refuses another password and one that breaks the group rule', async () => {
    await lockVolume(drive.folder);
    for (const wrong of [drawRecoveryPassword(), '123456-123456', '', password.replace(/\d$/, '0')]) {
      if (wrong === password) continue;
      await expect(unlockVolume(drive.folder, wrong)).rejects.toMatchObject({
        code: 'disk.recoveryPasswordWrong',
      });
    }
    expect((await readDriveRecord(drive.folder))?.lockState).toBe('locked');
  });

  it('opens no drive that has none: a password that opens everything would say that a drive is encrypted', async () => {
    const { lock: _lock, ...bare } = drive.record;
    await writeFile(drivePaths(drive.folder).record, JSON.stringify({ ...bare, lockState: 'off' }));
    await expect(unlockVolume(drive.folder, password)).rejects.toMatchObject({
      code: 'disk.recoveryPasswordWrong',
    });
  });

  it('is finished by the next step when a kill came between two renames', async () => {
    const paths = drivePaths(drive.folder);
    await cp(drive.folder, `${drive.folder}-open`, { recursive: true });
    await lockVolume(drive.folder);
    // Rebuild the middle of locking: state and key as they were, one file not moved yet.
    const key = await readFile(drivePaths(`${drive.folder}-open`).openKey);
    await rm(`${drive.folder}-open`, { recursive: true });
    await writeFile(paths.openKey, key);
    const record = JSON.parse(await readFile(paths.record, 'utf8'));
    const [first = ''] = await readdir(paths.sealed);
    const reader = await openForReading(drive.folder, record, password);
    const path = await namePathOf(reader, first);
    await mkdir(join(paths.volume, path, '..'), { recursive: true });
    await rename(join(paths.sealed, first), join(paths.volume, path));
    for (const state of ['locking', 'unlocking'] as const) {
      await writeFile(paths.record, JSON.stringify({ ...record, lockState: state }));
      const settled = await settleLock(drive.folder);
      expect(settled.lockState).toBe(state === 'locking' ? 'locked' : 'unlocked');
      await unlockVolume(drive.folder, password);
      expect(await tree(paths.volume)).toEqual(content);
      if (state === 'locking') {
        await cp(paths.openKey, `${paths.openKey}.kept`);
        await lockVolume(drive.folder);
        await rename(`${paths.openKey}.kept`, paths.openKey);
      }
    }
  });

  it('takes along a file that was written anew while locking was interrupted', async () => {
    const paths = drivePaths(drive.folder);
    await cp(paths.openKey, `${folder}/key`);
    const locked = await lockVolume(drive.folder);
    await cp(`${folder}/key`, paths.openKey);
    await mkdir(paths.volume);
    await writeFile(join(paths.volume, 'DriveManifest.xml'), 'newer');
    await writeFile(paths.record, JSON.stringify({ ...locked, lockState: 'locking' }));
    await settleLock(drive.folder);
    await unlockVolume(drive.folder, password);
    expect(await tree(paths.volume)).toEqual({ ...content, 'DriveManifest.xml': 'newer' });
  });

  it('can be read with the password without being changed, whatever the case of the path', async () => {
    const record = await lockVolume(drive.folder);
    const before = await tree(drive.folder);
    const volume = await openForReading(drive.folder, record, password);
    const file = await volume?.findFile('SEED-001/BASE.baseblob');
    expect(await readFile(file ?? '', 'utf8')).toBe('volume one');
    expect(await volume?.findFile('seed-001/missing')).toBeUndefined();
    expect(await openForReading(drive.folder, record, drawRecoveryPassword())).toBeUndefined();
    expect(await tree(drive.folder)).toEqual(before);
  });

  it('does not open when one byte of the name map changed', async () => {
    const record = await lockVolume(drive.folder);
    const { sealedNames } = drivePaths(drive.folder);
    const sealed = JSON.parse(await readFile(sealedNames, 'utf8'));
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    bytes[3] = (bytes[3] ?? 0) ^ 1;
    await writeFile(sealedNames, JSON.stringify({ ...sealed, ciphertext: bytes.toString('base64') }));
    await expect(openForReading(drive.folder, record, password)).rejects.toMatchObject({
      code: 'practice.stateDamaged',
    });
  });
});

/** Path that stands behind one random name. */
async function namePathOf(
  reader: Awaited<ReturnType<typeof openForReading>>,
  random: string,
): Promise<string> {
  for (const path of Object.keys(content)) {
    const file = await reader?.findFile(path);
    if (file?.endsWith(random)) return path;
  }
  throw new Error(`No path behind ${random}`);
}
