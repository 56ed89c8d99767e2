import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoveryPointIdSchema } from '../../src-shared/domain/ids.ts';
import { comparePairs } from './recover-run.ts';
import type { RecoverStart } from './recover-service.ts';
import { startTestAzurite, type TestAzurite } from './testing/azurite.ts';
import { createSeededWorld, passphrase, type SeededWorld, stageSeed } from './testing/seeded-world.ts';

let azurite: TestAzurite;
let world: SeededWorld;
let folder = '';
let sessionId = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recover-'));
  await Promise.all(['shared', 'world'].map((name) => mkdir(join(folder, name))));
  azurite = await startTestAzurite(join(folder, 'shared'));
  world = await createSeededWorld(
    join(folder, 'world'),
    await stageSeed(join(folder, 'shared')),
    azurite,
    'seed-recover',
  );
  await world.run(world.vault.moveToVault(world.jobId));
  const [point] = world.recover.points(world.jobId);
  if (point === undefined) throw new Error('no point');
  sessionId = (await world.recover.open(world.jobId, point.id, passphrase)).sessionId;
});
afterAll(async () => {
  await world.close();
  await azurite.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (parts: Partial<RecoverStart>): RecoverStart => ({
  sessionId,
  selection: [],
  target: { kind: 'folder', path: join(folder, 'target') },
  conflict: 'skip',
  compareWithSource: false,
  ...parts,
});

test('a wrong passphrase and an unknown point are told apart', async () => {
  const [point] = world.recover.points(world.jobId);
  if (point === undefined) throw new Error('no point');
  await expect(world.recover.open(world.jobId, point.id, 'something else')).rejects.toMatchObject({
    code: 'staging.passphraseWrong',
  });
  const unknown = recoveryPointIdSchema.parse('0'.repeat(32));
  await expect(world.recover.open(world.jobId, unknown, passphrase)).rejects.toMatchObject({
    code: 'vault.pointNotFound',
    params: { container: 'vault-vault-01' },
  });
});

test('the tree can be browsed and searched', async () => {
  const roots = await world.recover.browse(sessionId, '');
  expect(roots.entries).toEqual([
    expect.objectContaining({ path: '0', name: world.source, kind: 'root', hasChildren: true }),
  ]);
  const { entries } = await world.recover.browse(sessionId, '0');
  expect(entries.slice(0, 4).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'folder 0/empty',
    'folder 0/photos',
    'file 0/note 0.txt',
    'file 0/note 1.txt',
  ]);
  const found = await world.recover.search(sessionId, 'GRÖSSE');
  expect(found.entries).toEqual([]);
  expect((await world.recover.search(sessionId, 'GRÖß')).entries).toEqual([
    expect.objectContaining({ path: '0/photos/summer 2026/größe \u{1f600}.txt', sizeBytes: 6000 }),
  ]);
});

test('a selection comes back with what is below it, is compared alone, and the report says so', async () => {
  const target = join(folder, 'selected');
  const task = world.recover.start(
    start({
      selection: ['0/photos/summer 2026', '0/readme.md'],
      target: { kind: 'folder', path: target },
      compareWithSource: true,
    }),
  );
  expect((await world.run(task)).state).toBe('completed');
  const result = world.recover.result(await task);
  expect(result).toMatchObject({ restoredFiles: 2, failedCount: 0, compared: { differenceCount: 0 } });
  const path = await world.recover.saveReport(await task, folder);
  const report = JSON.parse(await readFile(path, 'utf8'));
  expect(report).toMatchObject({ jobId: world.jobId, result: { restoredFiles: 2 } });
  expect(JSON.stringify(report)).not.toMatch(/sig=|dataKey/);
  await expect(world.recover.saveReport(await task, join(folder, 'none'))).rejects.toMatchObject({
    code: 'vault.writeFailed',
  });
});

test('verify only reads everything and writes nothing', async () => {
  const before = await readdir(folder);
  const task = world.recover.start(start({ target: { kind: 'verifyOnly' }, compareWithSource: true }));
  expect((await world.run(task)).state).toBe('completed');
  expect(world.recover.result(await task).failedCount).toBe(0);
  expect(await readdir(folder)).toEqual(before);
});

test('bad input is refused before anything starts', async () => {
  await expect(world.recover.start(start({ selection: ['0/readme.md', '0/none'] }))).rejects.toMatchObject({
    code: 'vault.nothingSelected',
    field: 'selection',
    params: { path: '0/none' },
  });
  await writeFile(join(folder, 'file'), '');
  for (const path of ['relative', join(folder, 'file')]) {
    await expect(world.recover.start(start({ target: { kind: 'folder', path } }))).rejects.toMatchObject({
      code: 'vault.targetInvalid',
      field: 'target.path',
    });
  }
  expect(world.tasks.list().filter(({ state }) => state === 'running')).toEqual([]);
});

test('a closed session is gone', async () => {
  const [point] = world.recover.points(world.jobId);
  if (point === undefined) throw new Error('no point');
  const other = await world.recover.open(world.jobId, point.id, passphrase);
  world.recover.closeSession(other.sessionId);
  await expect(world.recover.browse(other.sessionId, '')).rejects.toMatchObject({
    code: 'vault.sessionExpired',
  });
});

test('pairs to compare follow the selection into their roots', () => {
  const roots = [
    {
      number: 0,
      kind: 'folder' as const,
      source: join('/', 'data'),
      target: join('/', 'to', 'data'),
      isOwn: true,
    },
    {
      number: 1,
      kind: 'file' as const,
      source: join('/', 'a.txt'),
      target: join('/', 'to', 'a.txt'),
      isOwn: true,
    },
  ];
  expect(comparePairs(roots, [])).toHaveLength(2);
  expect(comparePairs(roots, ['0/x/y', '1', '1/a.txt', '7/none'])).toEqual([
    {
      expected: join('/', 'data', 'x', 'y'),
      found: join('/', 'to', 'data', 'x', 'y'),
      item: join('/', 'data'),
    },
    { expected: join('/', 'a.txt'), found: join('/', 'to', 'a.txt'), withOwnAttributes: true },
    { expected: join('/', 'a.txt'), found: join('/', 'to', 'a.txt'), withOwnAttributes: true },
  ]);
});
