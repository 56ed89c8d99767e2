import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPreferencesStore, preferredLanguage } from './preferences.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preferences-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('choices survive the next start', async () => {
  const path = join(folder, 'data', 'preferences.json');
  const store = await createPreferencesStore({ path, locale: 'sv-SE' });
  expect(store.get()).toEqual({ language: 'sv', theme: 'system' });
  await store.set({ language: 'de', theme: 'dark' });
  const again = await createPreferencesStore({ path, locale: 'sv-SE' });
  expect(again.get()).toEqual({ language: 'de', theme: 'dark' });
  expect(await readdir(join(folder, 'data'))).toEqual(['preferences.json']);
});

test.each(['{', '{"language":"xx","theme":"dark"}', '{"language":"de","theme":"dark","extra":1}'])(
  'a damaged file (%s) means the defaults',
  async (text) => {
    const path = join(folder, 'preferences.json');
    await writeFile(path, text);
    const store = await createPreferencesStore({ path, locale: 'fr' });
    expect(store.get()).toEqual({ language: 'fr', theme: 'system' });
  },
);

test('a place that cannot be written is named and the old choice stays', async () => {
  await writeFile(join(folder, 'file'), '');
  const store = await createPreferencesStore({ path: join(folder, 'file', 'p.json'), locale: 'en' });
  await expect(store.set({ language: 'nl', theme: 'light' })).rejects.toMatchObject({
    code: 'folder.notWritable',
  });
  expect(store.get().language).toBe('en');
});

test.each([
  ['de-AT', 'de'],
  ['NL', 'nl'],
  ['pt-BR', 'en'],
  ['', 'en'],
])('a system that speaks %s gets %s', (locale, language) => expect(preferredLanguage(locale)).toBe(language));
