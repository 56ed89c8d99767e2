import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNodeCommandRunner } from '../platform/node/node-command-runner.ts';
import { drivePaths } from '../practice/drives/drive-record.ts';
import { openDriveShelf } from '../practice/drives/drive-shelf.ts';
import { chooseDriveMounts } from '../practice/drives/mounts/choose-drive-mounts.ts';
import type { DriveMounts } from '../practice/drives/mounts/drive-mounts.ts';
import { checkDrives, mebibyte, openPrepareFixture, ticketFor } from './testing/prepare-fixture.ts';
import { stageFile } from './testing/staging-files.ts';

const commands = createNodeCommandRunner();
const names = ['seed-fs01-000001.BaseBlob', 'seed-fs01.AIBBlob', 'seed-fs01-descriptor.BaseBlob'];
let folder = '';
let mounts: DriveMounts | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-mounts-'));
});
afterEach(async () => {
  await mounts?.close();
  mounts = undefined;
  await rm(folder, { recursive: true, force: true });
});

const shelfFolder = (): string => join(folder, 'drives');

/** Stands aside loudly where the system has no such mounts. */
async function need(kind: 'tmpfs' | 'ntfs', skip: (note: string) => void): Promise<DriveMounts> {
  const chosen = await chooseDriveMounts(kind, shelfFolder(), commands);
  if (chosen.mounts === undefined) skip(`NOT RUN: no ${kind} here (${chosen.obstacle})`);
  mounts = chosen.mounts;
  if (mounts === undefined) throw new Error('Skipped');
  return mounts;
}

async function fill(path: string): Promise<string> {
  const file = await open(path, 'w');
  try {
    for (;;) await file.write(Buffer.alloc(mebibyte));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    await file.close();
  }
}

describe.each(['tmpfs', 'ntfs'] as const)('a practice drive on %s', (kind) => {
  it('is full when its file system is, and is pulled and comes back with what was on it', async (context) => {
    const made = await need(kind, (note) => context.skip(note));
    const shelf = openDriveShelf(shelfFolder(), made);
    const { record, folder: drive } = await shelf.attachDrive(16 * mebibyte);
    const { volume } = drivePaths(drive);
    expect(await fill(join(volume, 'ballast'))).toBe('ENOSPC');
    await rm(join(volume, 'ballast'));
    await writeFile(join(volume, 'seed.BaseBlob'), 'content');
    if (kind === 'ntfs') {
      await expect(writeFile(join(volume, 'a:b'), '')).rejects.toMatchObject({ code: 'EINVAL' });
    }
    const held = await open(join(volume, 'seed.BaseBlob'), 'r');
    await shelf.unplug(record.serial);
    expect(await shelf.list()).toEqual([]);
    await expect(readdir(volume)).rejects.toMatchObject({ code: 'ENOENT' });
    await held.close();
    await shelf.plugBack(record.serial);
    expect((await shelf.bySerial(record.serial))?.record).toEqual(record);
    expect(await readFile(join(volume, 'seed.BaseBlob'), 'utf8')).toBe('content');
  });

  it('takes a whole session, and what is on it is right after it was mounted again', async (context) => {
    const made = await need(kind, (note) => context.skip(note));
    for (const name of names) await stageFile(join(folder, 'staging'), name, 5 * mebibyte + 512);
    const fixture = await openPrepareFixture({ folder, files: names, mounts: made });
    const { serial } = (await fixture.shelf.attachDrive(48 * mebibyte)).record;
    const disks = [await ticketFor(fixture, serial)];
    const { taskId } = await fixture.service.start({ jobId: fixture.jobId, disks });
    expect(await fixture.tasks.finished(taskId)).toMatchObject({ state: 'completed' });
    await fixture.shelf.unplug(serial);
    await fixture.shelf.plugBack(serial);
    expect([...(await checkDrives(fixture)).values()].flat().sort()).toEqual([...names].sort());
    await fixture.close();
  });
});

it('an NTFS drive is there again in the next run', async (context) => {
  const made = await need('ntfs', (note) => context.skip(note));
  const { record, folder: drive } = await openDriveShelf(shelfFolder(), made).attachDrive(16 * mebibyte);
  await writeFile(join(drivePaths(drive).volume, 'seed.BaseBlob'), 'content');
  await made.close();
  expect(await readdir(drive)).toEqual([]);
  const [found] = await openDriveShelf(shelfFolder(), await need('ntfs', () => undefined)).list();
  expect(found?.record).toEqual(record);
  expect(await readFile(join(drivePaths(drive).volume, 'seed.BaseBlob'), 'utf8')).toBe('content');
});
