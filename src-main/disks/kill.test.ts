import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDrives, mebibyte, openPrepareFixture, volumeFolder } from './testing/prepare-fixture.ts';
import { stageFile } from './testing/staging-files.ts';

const child = fileURLToPath(new URL('./testing/kill-session.ts', import.meta.url));
const names = [
  ...Array.from({ length: 12 }, (_, index) => `seed-fs01-0000${String(index + 10)}.BaseBlob`),
  'seed-fs01.AIBBlob',
  'seed-fs01-descriptor.BaseBlob',
];
const serials = ['PRACTICE0001', 'PRACTICE0002'];

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
  for (const name of names) await stageFile(join(folder, 'staging'), name, 8 * mebibyte);
  const fixture = await openPrepareFixture({ folder, files: names });
  for (const _serial of serials) await fixture.shelf.attachDrive(72 * mebibyte);
  await fixture.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a session in a process of its own and kills that when it has gone far enough. @returns whether it was killed */
async function runAndKill(isTime: () => Promise<boolean>): Promise<boolean> {
  const run = spawn(process.execPath, [child, folder, names.join(','), serials.join(',')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(run, 'exit');
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver && !(await isTime())) await new Promise((resolve) => setTimeout(resolve, 2));
  if (!isOver) run.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL';
}

/** Inode numbers of finished files by name: a file that is copied again gets another one. */
async function finishedFiles(): Promise<Map<string, number>> {
  const fixture = await openPrepareFixture({ folder, files: names });
  const found = new Map<string, number>();
  for (const serial of serials) {
    const volume = join(await volumeFolder(fixture, serial), 'seed-fs01');
    for (const name of await readdir(volume).catch(() => [])) {
      if (!name.endsWith('.partial')) found.set(name, (await lstat(join(volume, name))).ino);
    }
  }
  await fixture.close();
  return found;
}

const countFinished = async (): Promise<number> => {
  let count = 0;
  for (const serial of serials) {
    const path = join(folder, 'drives', serial, 'volume', 'seed-fs01');
    count += (await readdir(path).catch(() => [])).filter((name) => !name.endsWith('.partial')).length;
  }
  return count;
};

describe('kill -9 while drives are written', () => {
  it('goes on where it stood: nothing is lost, nothing finished is copied again', async () => {
    let kills = 0;
    for (const filesThen of [3, 6, 9]) {
      const before = await finishedFiles();
      const isKilled = await runAndKill(async () => (await countFinished()) >= filesThen);
      kills += Number(isKilled);
      const after = await finishedFiles();
      for (const [name, inode] of before) expect([name, after.get(name)]).toEqual([name, inode]);
      expect(after.size).toBeGreaterThanOrEqual(before.size);
    }
    expect(kills).toBe(3);
    const before = await finishedFiles();
    expect(await runAndKill(async () => false)).toBe(false);
    const fixture = await openPrepareFixture({ folder, files: names });
    expect(fixture.jobs.get(fixture.jobId).phase).toBe('prepared');
    const sealed = new Set<number>();
    for (const serial of serials) {
      const path = join(folder, 'drives', serial, 'sealed');
      for (const name of await readdir(path)) sealed.add((await lstat(join(path, name))).ino);
    }
    for (const [name, inode] of before) expect([name, sealed.has(inode)]).toEqual([name, true]);
    const drives = await checkDrives(fixture);
    expect([...drives.values()].flat().sort()).toEqual([...names].sort());
    for (const { facts } of (await fixture.service.listDisks({ jobId: fixture.jobId })).disks) {
      expect(facts.volumes[0]?.bitLocker).toBe('locked');
    }
    expect(before.size).toBeGreaterThanOrEqual(9);
    await fixture.close();
  });
});
