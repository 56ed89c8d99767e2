import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import { type JobSnapshot, jobSnapshotSchema } from '../../src-shared/domain/job.ts';
import { createTranslator } from '../../src-shared/locales/translator.ts';
import { writePassphraseSheet } from './passphrase-sheet.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passphrase-sheet-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function jobNamed(importJobName: string): JobSnapshot {
  const draft = emptyInitiateDraft();
  const offlineDetails = { ...draft.offlineDetails, importJobName, stagingLocation: join(folder, 'staging') };
  return jobSnapshotSchema.parse({
    id: '6f0f7a52-5b1c-4b7e-9a53-0f7a525b1c4b',
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    phase: 'draft',
    createdAt: '2026-11-01T10:00:00.000Z',
    updatedAt: '2026-11-01T10:00:00.000Z',
    draft: { ...draft, offlineDetails },
    drives: [],
  });
}

function write(importJobName: string, passphrase: string, into = folder): Promise<string> {
  const translate = createTranslator('en');
  return writePassphraseSheet({ job: jobNamed(importJobName), folder: into, passphrase, translate });
}

test('a second sheet of the same name stands beside the first', async () => {
  const first = await write('seed-one', 'first passphrase');
  const second = await write('seed-one', 'second passphrase');
  expect(second).not.toBe(first);
  expect(await readFile(first, 'utf8')).toContain('first passphrase');
  expect(await readFile(second, 'utf8')).toContain('second passphrase');
});

test('a typed name never leads out of the chosen folder', async () => {
  const chosen = join(folder, 'chosen');
  await mkdir(chosen);
  const sheet = await write('../../escaped\\name', 'passphrase', chosen);
  expect(dirname(sheet)).toBe(chosen);
  expect(await readdir(folder)).toEqual(['chosen']);
});

test('no sheet beside the data that it opens', async () => {
  await mkdir(join(folder, 'staging', 'below'), { recursive: true });
  await expect(write('seed', 'passphrase', join(folder, 'staging', 'below'))).rejects.toMatchObject({
    code: 'staging.sheetNotHere',
  });
  expect(await readdir(join(folder, 'staging', 'below'))).toEqual([]);
});
