import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drivePaths } from './drive-record.ts';
import { openDriveShelf } from './drive-shelf.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drive-shelf-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('an unplugged drive comes back with its content; plugging in a drive that is there touches nothing', async () => {
  const shelf = openDriveShelf(folder);
  const drive = await shelf.attachDrive(16 * 1024 * 1024);
  const { serial } = drive.record;
  const file = join(drivePaths(drive.folder).volume, 'seed.BaseBlob');
  await writeFile(file, 'content');
  await shelf.unplug(serial);
  expect(await shelf.bySerial(serial)).toBeUndefined();
  await shelf.plugBack(serial);
  await shelf.plugBack(serial);
  expect((await shelf.bySerial(serial))?.record).toEqual(drive.record);
  expect(await readFile(file, 'utf8')).toBe('content');
});
