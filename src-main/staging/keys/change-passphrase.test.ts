import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveFileKeys } from '../format/keys.ts';
import { encodePage } from '../format/page.ts';
import { openFolderSource } from '../read/folder-source.ts';
import { readPage } from '../read/read-page.ts';
import {
  backUp,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from '../testing/test-service.ts';

const descriptorFile = 'seed-fs01.AIBBlob';
const mirrorFile = 'seed-fs01-descriptor.BaseBlob';
const newPassphrase = 'another lantern at the harbour';
const wrong = { code: 'staging.passphraseWrong' };

/** Sets that every test works on copies of: as backed up, and the same one with the passphrase changed. */
let made: ReturnType<typeof temporaryPlace>;
let changed = '';
let dataKey: Uint8Array;
let root = '';
let staging = '';

const change = (currentPassphrase: string, wanted: string, stagingPath = staging) =>
  service.changePassphrase({ stagingPath, descriptorFile, currentPassphrase, newPassphrase: wanted });
const unlock = (typed: string) => service.unlock({ kind: 'folder', path: staging }, descriptorFile, typed);
const bytesOf = (file: string, folder = staging): Buffer => readFileSync(join(folder, file));
const areSameKey = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

beforeAll(async () => {
  made = temporaryPlace();
  changed = join(made.root, 'changed');
  writeFileSync(join(made.source, 'a'), 'first');
  await backUp(made.staging, [made.source]);
  cpSync(made.staging, changed, { recursive: true });
  await change(passphrase, newPassphrase, changed);
  dataKey = await service.unlock({ kind: 'folder', path: made.staging }, descriptorFile, passphrase);
});
afterAll(() => rmSync(made.root, { recursive: true, force: true }));
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'passphrase-test-'));
  staging = join(root, 'staging');
  cpSync(made.staging, staging, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a changed passphrase', () => {
  it('opens, the old one does not, and only the two pages are other bytes', async () => {
    cpSync(changed, staging, { recursive: true });
    expect(areSameKey(await unlock(newPassphrase), dataKey)).toBe(true);
    await expect(unlock(passphrase)).rejects.toMatchObject(wrong);
    const names = readdirSync(made.staging).sort();
    expect(readdirSync(staging).sort()).toEqual(names);
    const differing = names.filter((name) => !bytesOf(name).equals(bytesOf(name, made.staging)));
    expect(differing.sort()).toEqual([descriptorFile, mirrorFile].sort());
    expect(bytesOf(descriptorFile).equals(bytesOf(mirrorFile))).toBe(true);
    const length = bytesOf(descriptorFile).readUInt32LE(8);
    const rest = (folder: string): Buffer => bytesOf(descriptorFile, folder).subarray(length);
    expect(rest(staging).equals(rest(made.staging))).toBe(true);
    const request = { location: { kind: 'folder', path: staging }, descriptorFile, dataKey } as const;
    expect(await service.verify(request, recordingControl())).toMatchObject({ damagedCount: 0 });
  });

  it('may be changed back, keeps what this version does not know, and the tree comes back', async () => {
    cpSync(changed, staging, { recursive: true });
    const source = openFolderSource(staging);
    const { bytes, content } = await readPage(source, descriptorFile, 0);
    await source.close();
    const page = content as { readonly setId: string; readonly salt: string };
    const { pageKey } = deriveFileKeys(dataKey, page.setId, page.salt);
    const whole = bytesOf(descriptorFile);
    encodePage({ ...page, later: 'kept' }, pageKey, bytes.length).copy(whole);
    for (const name of [descriptorFile, mirrorFile]) writeFileSync(join(staging, name), whole);
    await change(newPassphrase, passphrase);
    const again = openFolderSource(staging);
    expect((await readPage(again, mirrorFile, 0)).content).toMatchObject({ later: 'kept' });
    await again.close();
    await restoreAll(staging, join(root, 'target'));
    expect(readFileSync(join(root, 'target', 'a'), 'utf8')).toBe('first');
  });

  it.each([descriptorFile, mirrorFile])('mends %s when that is damaged', async (file) => {
    const bytes = bytesOf(file);
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(join(staging, file), bytes);
    await change(passphrase, newPassphrase);
    expect(bytesOf(descriptorFile).equals(bytesOf(mirrorFile))).toBe(true);
    await unlock(newPassphrase);
  });
});

it.each([
  [
    'a wrong current passphrase',
    'not the one that was chosen',
    newPassphrase,
    'currentPassphrase',
    wrong.code,
  ],
  ['a new one that is too short', passphrase, 'too short', 'newPassphrase', 'staging.passphraseTooShort'],
  ['the same one again', passphrase, passphrase, 'newPassphrase', 'staging.passphraseSame'],
])('a change that is refused changes nothing: %s', async (_case, current, wanted, field, code) => {
  await expect(change(current, wanted)).rejects.toMatchObject({ code, field });
  for (const name of readdirSync(made.staging)) {
    expect([name, bytesOf(name).equals(bytesOf(name, made.staging))]).toEqual([name, true]);
  }
  expect(readdirSync(staging).sort()).toEqual(readdirSync(made.staging).sort());
});

/** What a kill leaves between the two names: the descriptor is the new one, the mirror still the old one. */
describe('a change that was cut short between the two names', () => {
  beforeEach(() => {
    copyFileSync(join(changed, descriptorFile), join(staging, descriptorFile));
    // The mirror had been written, but not named.
    copyFileSync(join(changed, mirrorFile), join(staging, `${mirrorFile}.partial`));
  });

  it('opens with either passphrase, and reading changes nothing', async () => {
    expect(areSameKey(await unlock(passphrase), dataKey)).toBe(true);
    expect(areSameKey(await unlock(newPassphrase), dataKey)).toBe(true);
    await expect(unlock('neither of the two, surely')).rejects.toMatchObject(wrong);
    expect(bytesOf(mirrorFile).equals(bytesOf(mirrorFile, made.staging))).toBe(true);
  });

  it.each([
    ['the old passphrase, whose owner was never told of another', passphrase],
    ['the new passphrase', newPassphrase],
  ])('is ended by %s', async (_case, typed) => {
    const opened = await service.openStaged({ stagingPath: staging, descriptorFile, passphrase: typed });
    expect(areSameKey(opened, dataKey)).toBe(true);
    const right = bytesOf(descriptorFile, typed === passphrase ? made.staging : changed);
    for (const file of [descriptorFile, mirrorFile]) expect(bytesOf(file).equals(right)).toBe(true);
  });

  it('is taken back by Prepare Disks, which has no passphrase', async () => {
    const [job] = await service.inspect(staging);
    if (job === undefined) throw new Error('no set was found');
    const ready = await service.makeReady(staging, job.setId, new Set());
    expect(ready.repairs).toEqual([{ file: descriptorFile, from: mirrorFile, reason: 'differs' }]);
    const old = bytesOf(descriptorFile, made.staging);
    for (const file of [descriptorFile, mirrorFile]) expect(bytesOf(file).equals(old)).toBe(true);
  });

  it('can simply be done again', async () => {
    await change(passphrase, 'a third passphrase, long enough');
    expect(bytesOf(descriptorFile).equals(bytesOf(mirrorFile))).toBe(true);
    await unlock('a third passphrase, long enough');
    await expect(unlock(newPassphrase)).rejects.toMatchObject(wrong);
    expect(readdirSync(staging).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});
