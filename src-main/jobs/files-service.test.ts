import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFilesService, describeEntry } from './files-service.ts';
import { mountPointsFrom } from './volumes.ts';

let folder = '';
const files = createFilesService();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('folders first, then files, by name with numbers in order', async () => {
  await Promise.all(['b', 'A10', 'a9'].map((name) => mkdir(join(folder, name))));
  await writeFile(join(folder, 'Ähre.txt'), 'four');
  await writeFile(join(folder, 'zebra \u{1f993}'), '');
  await symlink('missing', join(folder, 'link'));
  const { entries, truncated } = await files.list(folder);
  expect(truncated).toBe(false);
  expect(entries.map(({ name, kind, sizeBytes, readable }) => [name, kind, sizeBytes, readable])).toEqual([
    ['a9', 'folder', 0, true],
    ['A10', 'folder', 0, true],
    ['b', 'folder', 0, true],
    ['Ähre.txt', 'file', 4, true],
    ['link', 'link', 0, true],
    ['zebra \u{1f993}', 'file', 0, true],
  ]);
  expect(entries[0]?.path).toBe(join(folder, 'a9'));
});

test('more than ten thousand entries are cut and said so', async () => {
  for (let start = 0; start < 10_050; start += 150) {
    await Promise.all(
      Array.from({ length: 150 }, (_, index) => writeFile(join(folder, `f${start + index}`), '')),
    );
  }
  const { entries, truncated } = await files.list(folder);
  expect([entries.length, truncated, entries[9999]?.name]).toEqual([10_000, true, 'f9999']);
});

test.each(['relative/path', '/does/not/exist', '/etc/\0', ''])('%j is no folder', async (path) => {
  await expect(files.list(path)).rejects.toMatchObject({ code: 'folder.notFound', field: 'path' });
});

test('a file is no folder', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(files.list(join(folder, 'file'))).rejects.toMatchObject({ code: 'folder.notFound' });
});

test('what cannot be looked at is marked, not left out', async () => {
  await writeFile(join(folder, 'gone'), '');
  const [entry] = await readdir(folder, { withFileTypes: true });
  if (entry === undefined) throw new Error('no entry');
  expect(await describeEntry(folder, entry)).toMatchObject({ name: 'gone', readable: true });
  await rm(join(folder, 'gone'));
  expect(await describeEntry(folder, entry)).toMatchObject({ name: 'gone', kind: 'file', readable: false });
});

test('without a path the volumes of this computer are listed', async () => {
  const { entries } = await files.list();
  expect(entries.some(({ kind }) => kind === 'volume')).toBe(true);
  for (const { path } of entries) expect((await files.list(path)).entries).toBeInstanceOf(Array);
});

test('of a mount table only what holds data is shown', () => {
  const table = [
    'overlay / overlay rw 0 0',
    'proc /proc proc rw 0 0',
    'tmpfs /run tmpfs rw 0 0',
    '/dev/sdb1 /srv/data\\040disk ext4 rw 0 0',
    '//fs/share /mnt/share cifs rw 0 0',
    'tmpfs /mnt/drive tmpfs rw 0 0',
    '/dev/sdb1 /srv/data\\040disk ext4 rw 0 0',
    '',
  ].join('\n');
  expect(mountPointsFrom(table)).toEqual(['/mnt/drive', '/mnt/share', '/srv/data disk']);
});
