import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const storage = vi.hoisted(() => ({ isAvailable: true, backend: 'gnome_libsecret', rotated: false }));
/** Stands for the system's sealing: reversible, but not the text itself. */
vi.mock('electron', () => ({
  safeStorage: {
    isAsyncEncryptionAvailable: async () => storage.isAvailable,
    getSelectedStorageBackend: () => storage.backend,
    encryptStringAsync: async (text: string) => Buffer.from(`sealed:${text}`).reverse(),
    decryptStringAsync: async (sealed: Buffer) => ({
      shouldReEncrypt: storage.rotated,
      result: Buffer.from(sealed).reverse().toString('utf8').slice('sealed:'.length),
    }),
  },
}));

const { openSafeStorageSecretStore } = await import('./safe-storage-secret-store.ts');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safe-storage-'));
  Object.assign(storage, { isAvailable: true, backend: 'gnome_libsecret', rotated: false });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('secrets are sealed on disk and there after the next start', async () => {
  const file = join(folder, 'secrets.json');
  const store = await openSafeStorageSecretStore(file);
  expect(store.isDurable).toBe(true);
  await Promise.all([store.put('one', 'first secret'), store.put('two', 'second secret')]);
  await store.delete('two');
  expect(await readFile(file, 'utf8')).not.toContain('first secret');
  const reopened = await openSafeStorageSecretStore(file);
  expect([await reopened.get('one'), await reopened.get('two')]).toEqual(['first secret', undefined]);
});

test('a secret that could not be written is refused and spoils no later one', async () => {
  const file = join(folder, 'later', 'secrets.json');
  const store = await openSafeStorageSecretStore(file);
  await expect(store.put('one', 'first secret')).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await store.get('one')).toBeUndefined();
  await mkdir(join(folder, 'later'));
  await store.put('two', 'second secret');
  expect(await (await openSafeStorageSecretStore(file)).get('two')).toBe('second secret');
});

test.each([
  ['nothing to seal with', { isAvailable: false }],
  ['a key that is in every copy of the program', { backend: 'basic_text' }],
])('with %s secrets are kept in memory only', async (_name, facts) => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('linux');
  Object.assign(storage, facts);
  const store = await openSafeStorageSecretStore(join(folder, 'secrets.json'));
  await store.put('one', 'first secret');
  expect(store.isDurable).toBe(false);
  await expect(readFile(join(folder, 'secrets.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  vi.restoreAllMocks();
});
