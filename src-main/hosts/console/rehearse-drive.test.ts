import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { practiceDiskPlatform } from '../../platform/practice/practice-disk-platform.ts';
import { openDriveShelf } from '../../practice/drives/drive-shelf.ts';
import { seedShelf } from '../../practice/drives/seed-shelf.ts';
import { rehearseDrive } from './rehearse-drive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-'));
  await seedShelf(openDriveShelf(folder), { count: 2, sizeBytes: 64 * 1024 * 1024 });
});
afterEach(() => rm(folder, { recursive: true }));

const rehearse = (number: number, answer: string, lines: string[] = []) =>
  rehearseDrive({
    platform: practiceDiskPlatform(openDriveShelf(folder), { encryptMilliseconds: 5 }),
    number,
    isPractice: true,
    ask: async (question) => {
      lines.push(question);
      return answer;
    },
    say: (line) => lines.push(line),
  });

it('takes a drive through every step and ends with it locked', async () => {
  const lines: string[] = [];
  await rehearse(1, '0001', lines);
  expect(lines.filter((line) => !line.startsWith('encrypting')).map((line) => line.split(':')[0])).toEqual([
    expect.stringContaining('will be ERASED'),
    'cleared',
    'formatted',
    'encrypted',
    'written',
    'locked',
    'foreign key',
    'foreign key while open',
    'unlocked',
    'locked',
  ]);
  const disks = await practiceDiskPlatform(openDriveShelf(folder)).listDisks();
  expect(disks.find(({ number }) => number === 1)?.volumes[0]?.bitLocker).toBe('locked');
});

it.each([
  ['another serial', 1, '0002', 'disk.confirmationWrong'],
  ['the system disk', 0, 'STEM', 'disk.blocked'],
  ['a disk that is not there', 77, '0001', 'disk.notFound'],
])('does nothing with %s', async (_what, number, answer, code) => {
  const before = await practiceDiskPlatform(openDriveShelf(folder)).listDisks();
  await expect(rehearse(number, answer)).rejects.toMatchObject({ code });
  expect(await practiceDiskPlatform(openDriveShelf(folder)).listDisks()).toEqual(before);
});
