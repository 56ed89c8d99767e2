import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileSecretStore, SecretFileDamage } from './file-secret-store.ts';

let folder = '';
let path = '';
const key = Buffer.alloc(32, 1);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  path = join(folder, 'secrets.bin');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('secrets survive the next start, deleted ones do not, and none can be read from the file', async () => {
  const store = await createFileSecretStore({ path, key });
  await Promise.all([store.put('a', 'first secret'), store.put('b', 'second secret'), store.put('c', 'x')]);
  await store.delete('c');
  const again = await createFileSecretStore({ path, key });
  expect([await again.get('a'), await again.get('b'), await again.get('c')]).toEqual([
    'first secret',
    'second secret',
    undefined,
  ]);
  expect((await readFile(path)).toString('latin1')).not.toMatch(/secret/);
  expect(await readdir(folder)).toEqual(['secrets.bin']);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('the same secrets never look the same twice', async () => {
  const store = await createFileSecretStore({ path, key });
  await store.put('a', 'x');
  const first = await readFile(path);
  await store.put('a', 'x');
  expect((await readFile(path)).equals(first)).toBe(false);
});

test.each([
  ['a flipped byte', (file: Buffer) => file.fill(file[30] === 0 ? 1 : 0, 30, 31)],
  ['a cut end', (file: Buffer) => file.subarray(0, 20)],
  ['something else', () => Buffer.from('{}')],
])('%s is told as damage and left in place', async (_name, damage) => {
  await (await createFileSecretStore({ path, key })).put('a', 'x');
  const damaged = damage(await readFile(path));
  await writeFile(path, damaged);
  await expect(createFileSecretStore({ path, key })).rejects.toThrow(SecretFileDamage);
  expect((await readFile(path)).equals(damaged)).toBe(true);
});

test('another key does not open it', async () => {
  await (await createFileSecretStore({ path, key })).put('a', 'x');
  await expect(createFileSecretStore({ path, key: Buffer.alloc(32, 2) })).rejects.toThrow(SecretFileDamage);
});
