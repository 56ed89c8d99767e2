import { statSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type SpeedSettings, unlimitedSpeed } from '../../src-shared/domain/speed-limits.ts';
import { startTestAzurite, type TestAzurite } from './testing/azurite.ts';
import {
  createSeededWorld,
  passphrase,
  pseudoRandom,
  type SeededWorld,
  type StagedSeed,
  stageSeed,
} from './testing/seeded-world.ts';

let azurite: TestAzurite;
let seed: StagedSeed;
let sharedFolder = '';
beforeAll(async () => {
  sharedFolder = await mkdtemp(join(tmpdir(), 'vault-shared-'));
  azurite = await startTestAzurite(sharedFolder);
  seed = await stageSeed(sharedFolder);
});
afterAll(async () => {
  await azurite.close();
  await rm(sharedFolder, { recursive: true, force: true });
});

let folder = '';
let world: SeededWorld;
let number = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vault-'));
  number += 1;
  world = await createSeededWorld(folder, seed, azurite, `seed-${number}`);
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function blobNames(container: ContainerClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  return names;
}

async function flipByte(container: ContainerClient, name: string, offset: number): Promise<void> {
  const blob = container.getPageBlobClient(name);
  const page = await blob.downloadToBuffer(offset - (offset % 512), 512);
  page.writeUInt8(page.readUInt8(offset % 512) ^ 1, offset % 512);
  await blob.uploadPages(page, offset - (offset % 512), 512);
}

async function openPoint(pointIndex: number): Promise<string> {
  const point = world.recover.points(world.jobId)[pointIndex];
  if (point === undefined) throw new Error('no such point');
  return (await world.recover.open(world.jobId, point.id, passphrase)).sessionId;
}

async function recoverAll(sessionId: string, target: string) {
  const { run, recover } = world;
  const start = recover.start({
    sessionId,
    selection: [],
    target: { kind: 'folder', path: target },
    conflict: 'skip',
    compareWithSource: true,
  });
  const task = await run(start);
  const taskId = await start;
  return { task, result: recover.result(taskId) };
}

test('the seed moves, every byte is verified, only then is the point there; recovery from the vault is identical', async () => {
  const task = await world.run(world.vault.moveToVault(world.jobId));
  expect(task).toMatchObject({ state: 'completed', phase: 'done' });
  expect(world.job()).toMatchObject({
    phase: 'vaulted',
    vault: { container: 'vault-vault-01', verifiedAt: expect.any(String), nextRunAt: expect.any(String) },
  });
  expect(world.recover.points(world.jobId)).toEqual([
    expect.objectContaining({ kind: 'initial', files: 63, descriptorFile: 'seed-fs01.AIBBlob' }),
  ]);
  const names = await blobNames(world.vaultContainer);
  expect(names).toContain(`${world.prefix}seed-fs01.AIBBlob`);
  expect(names.filter((name) => /-\d{6}\.BaseBlob$/.test(name)).length).toBeGreaterThan(2);

  // Staging may be gone: the vault alone must do.
  for (const name of await readdir(world.staging)) await unlink(join(world.staging, name));
  const { task: recovered, result } = await recoverAll(await openPoint(0), world.target);
  expect(recovered.state).toBe('completed');
  expect(result).toMatchObject({ restoredFiles: 63, failedCount: 0, compared: { differenceCount: 0 } });
});

test('a move that is repeated copies nothing again, and one that was stopped goes on', async () => {
  const stopped = world.vault.moveToVault(world.jobId);
  world.tasks.stop(await stopped);
  expect((await world.run(stopped)).state).toBe('stopped');
  expect(world.job().phase).toBe('imported');
  await world.run(world.vault.moveToVault(world.jobId));
  const descriptor = world.vaultContainer.getBlobClient(`${world.prefix}seed-fs01.AIBBlob`);
  const { copyId } = await descriptor.getProperties();
  expect((await world.run(world.vault.moveToVault(world.jobId))).state).toBe('completed');
  expect((await descriptor.getProperties()).copyId).toBe(copyId);
  expect(world.recover.points(world.jobId)).toHaveLength(1);
});

test.each([
  ['a volume', 'seed-fs01-000002.BaseBlob', 70_000, 'seed-fs01-000002.BaseBlob'],
  ['the table of volumes', 'seed-fs01.AIBBlob', 4200, 'seed-fs01.AIBBlob'],
  ['the catalog', 'seed-fs01.AIBBlob', 8300, 'seed-fs01.AIBBlob'],
  // Without the key nothing tells which of the two catalogs is right: either name will do.
  ['the mirror', 'seed-fs01-descriptor.BaseBlob', 8300, 'seed-fs01'],
])(
  'one flipped byte in %s is found, named, and nothing is registered',
  async (_name, blob, offset, named) => {
    await flipByte(world.importContainer, blob, offset);
    const task = await world.run(world.vault.moveToVault(world.jobId));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'vault.copyDiffers' } });
    expect(`${task.error?.params.blob} ${task.error?.details}`).toContain(named);
    expect(world.job().vault?.points).toEqual([]);
    expect(world.job().vault?.verifiedAt).toBeUndefined();
    await expect(world.vault.cleanUp(world.jobId, 'seed-fs01')).rejects.toMatchObject({
      code: 'vault.notVerified',
    });
    // Repaired at the source, the next attempt succeeds: the bad copy was not kept.
    await flipByte(world.importContainer, blob, offset);
    expect((await world.run(world.vault.moveToVault(world.jobId))).state).toBe('completed');
  },
);

test('a missing blob is named', async () => {
  await world.importContainer.deleteBlob('seed-fs01-000002.BaseBlob');
  const task = await world.run(world.vault.moveToVault(world.jobId));
  expect(task.error).toMatchObject({
    code: 'vault.blobMissing',
    params: { blob: 'seed-fs01-000002.BaseBlob', container: `seed-${number}` },
  });
});

test('a blob that was damaged in the vault later is named by the recovery, the rest comes back', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  await flipByte(world.vaultContainer, `${world.prefix}seed-fs01-000002.BaseBlob`, 70_000);
  const { task, result } = await recoverAll(await openPoint(0), world.target);
  expect(task.state).toBe('completedWithWarnings');
  expect(result.failedCount).toBe(1);
  expect(result.failed[0]).toMatchObject({ code: 'restore.damaged', path: '0/photos/a.bin' });
  expect(result.failed[0]?.reason).toContain('seed-fs01-000002.BaseBlob');
  expect(result.restoredFiles).toBe(62);
  expect(result.compared?.differences[0]).toMatchObject({ code: 'missing' });
});

test('nothing moves before every further import job of the set is done, nor from the record of one', async () => {
  const { role, cloudId, machineName, draft, staging, monitor } = world.jobs.get(world.jobId);
  if (staging === undefined || monitor === undefined) throw new Error('The world has no imported job');
  const further = await world.jobs.create({
    role,
    cloudId,
    machineName,
    draft,
    staging,
    phase: 'shipped',
    package: { number: 2, firstJobName: 'seed-fs01' },
    monitor: { ...monitor, state: 'Transferring' },
  });
  await expect(world.vault.moveToVault(world.jobId)).rejects.toMatchObject({
    code: 'vault.importNotFinished',
    params: { state: 'Transferring' },
  });
  await expect(world.vault.moveToVault(further.id)).rejects.toMatchObject({ code: 'job.wrongPhase' });
});

test('before the import is done nothing moves', async () => {
  await world.jobs.update(world.jobId, 'x', ({ monitor }) =>
    monitor === undefined ? {} : { monitor: { ...monitor, state: 'Packaging' } },
  );
  await expect(world.vault.moveToVault(world.jobId)).rejects.toMatchObject({
    code: 'vault.importNotFinished',
    params: { state: 'Packaging' },
  });
});

test('a closed job may go on when everything is whole', async () => {
  await world.jobs.update(world.jobId, 'x', ({ monitor }) =>
    monitor === undefined ? {} : { phase: 'shipped', monitor: { ...monitor, state: 'Closed' } },
  );
  expect((await world.run(world.vault.moveToVault(world.jobId))).state).toBe('completed');
  expect(world.job().phase).toBe('vaulted');
});

test('an increment moves only what changed; both points recover as they were', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  await expect(world.vault.runIncremental(world.jobId, 'wrong passphrase!')).rejects.toMatchObject({
    code: 'staging.passphraseWrong',
  });
  world.setNow('2026-11-29T20:00:00.000Z');
  const note = join(world.source, 'note 5.txt');
  const [noteBefore, sourceBefore] = [await stat(note), await stat(world.source)];
  await writeFile(join(world.source, 'new.bin'), pseudoRandom(200_000, 99));
  await unlink(note);
  const task = await world.run(world.vault.runIncremental(world.jobId, passphrase));
  expect(task.error).toBeUndefined();
  expect(task.state).toBe('completed');
  const [newest, initial] = world.recover.points(world.jobId);
  expect(newest).toMatchObject({ kind: 'incremental', files: 63 });
  expect(newest?.addedBytes).toBeGreaterThan(200_000);
  expect(newest?.addedBytes).toBeLessThan(400_000);
  expect(initial).toMatchObject({ kind: 'initial', files: 63 });
  expect(await readdir(join(folder, 'data', 'increments'))).toEqual([]);

  const after = await recoverAll(await openPoint(0), join(world.target, 'after'));
  expect(after.result).toMatchObject({ failedCount: 0, compared: { differenceCount: 0 } });
  const before = await recoverAll(await openPoint(1), join(world.target, 'before'));
  expect(before.result.compared?.differences.map(({ path, code }) => `${code} ${path}`).sort()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^extra .*note 5\.txt$/),
      expect.stringMatching(/^missing .*new\.bin$/),
    ]),
  );
  // Back as it was: the next increment moves a descriptor and nothing else.
  await unlink(join(world.source, 'new.bin'));
  await writeFile(note, 'note 5\n');
  await utimes(note, noteBefore.mtime, noteBefore.mtime);
  await utimes(world.source, sourceBefore.mtime, sourceBefore.mtime);
  world.setNow('2026-11-30T20:00:00.000Z');
  expect((await world.run(world.vault.runIncremental(world.jobId, passphrase))).state).toBe('completed');
  const points = world.recover.points(world.jobId);
  expect(points).toHaveLength(3);
  expect(points[0]?.addedBytes).toBeLessThan(100_000);
});

test('an increment keeps to the speed limit, and one that was stopped goes on with its volumes', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  const speed = { ...unlimitedSpeed, workHourBytesPerSecond: 2_000_000, otherBytesPerSecond: 2_000_000 };
  const limitTo = (change: SpeedSettings) =>
    world.jobs.update(world.jobId, 'draft.changed', ({ draft }) => ({ draft: { ...draft, speed: change } }));
  await limitTo(speed);
  world.setNow('2026-12-01T20:00:00.000Z');
  const large = join(world.source, 'large.bin');
  const { mtime: sourceTime } = await stat(world.source);
  await writeFile(large, pseudoRandom(8 * 1024 * 1024, 5));
  const increments = join(folder, 'data', 'increments', world.jobId);
  const finishedVolumes = async () =>
    (await readdir(increments)).filter((name) => /\d\.BaseBlob$/.test(name));
  const startedAt = performance.now();
  const first = world.vault.runIncremental(world.jobId, passphrase);
  await vi.waitFor(async () => expect((await finishedVolumes()).length).toBeGreaterThan(2), 20_000);
  world.tasks.stop(await first);
  expect((await world.run(first)).state).toBe('stopped');
  // Three volumes of a mebibyte at two megabytes a second.
  expect(performance.now() - startedAt).toBeGreaterThan(1000);
  const kept = await finishedVolumes();
  const inodes = async (names: readonly string[]) =>
    Promise.all(names.map(async (name) => (await stat(join(increments, name))).ino));
  const before = await inodes(kept);

  await limitTo(unlimitedSpeed);
  const second = world.vault.runIncremental(world.jobId, passphrase);
  const taskId = await second;
  let after: readonly number[] = [];
  const look = world.tasks.onChange(({ id, phase }) => {
    if (id !== taskId || phase !== 'uploadingChanges' || after.length > 0) return;
    after = kept.map((name) => statSync(join(increments, name)).ino);
  });
  expect((await world.run(second)).error).toBeUndefined();
  look();
  expect(after).toEqual(before);
  expect(await readdir(join(folder, 'data', 'increments'))).toEqual([]);
  const [newest] = world.recover.points(world.jobId);
  expect(newest?.addedBytes).toBeLessThan(9 * 1024 * 1024);
  const { result } = await recoverAll(await openPoint(0), join(world.target, 'after'));
  expect(result).toMatchObject({ failedCount: 0, compared: { differenceCount: 0 } });
  // The source is shared with the tests that follow.
  await unlink(large);
  await utimes(world.source, sourceTime, sourceTime);
});

test('clean-up deletes exactly what it showed, and the vault still recovers', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  await writeFile(join(world.staging, 'seed-fs01-000099.BaseBlob'), 'not a volume of this set');
  await writeFile(join(world.staging, 'holiday.jpg'), 'mine');
  const preview = await world.vault.cleanUpPreview(world.jobId);
  expect(preview.refusal).toBeUndefined();
  const names = preview.items.map(({ name }) => name);
  expect(names).toContain(join(world.staging, 'seed-fs01.AIBBlob'));
  expect(names).toContain(`seed-${number}/seed-fs01-000001.BaseBlob`);
  expect(names).toContain(`seed-${number}`);
  expect(names.join()).not.toMatch(/000099|holiday/);
  await expect(world.vault.cleanUp(world.jobId, 'Seed-FS01')).rejects.toMatchObject({
    code: 'vault.cleanUpNotConfirmed',
    field: 'typedText',
  });
  expect(await world.importContainer.exists()).toBe(true);

  const task = await world.run(world.vault.cleanUp(world.jobId, 'seed-fs01'));
  expect(task.state).toBe('completed');
  const left = (await readdir(world.staging)).filter((name) => !/report|lock/.test(name)).sort();
  expect(left).toEqual(['holiday.jpg', 'seed-fs01-000099.BaseBlob']);
  expect(await world.importContainer.exists()).toBe(false);
  expect(world.job()).toMatchObject({ phase: 'cleanedUp', vault: { cleanedUpAt: expect.any(String) } });
  expect(world.job().vault?.cleanedUp).toContain(`seed-${number}/seed-fs01-000001.BaseBlob`);
  expect((await world.vault.cleanUpPreview(world.jobId)).refusal).toBe('alreadyDone');
  const { result } = await recoverAll(await openPoint(0), world.target);
  expect(result.compared?.differences).toEqual([]);
});

test('what somebody else keeps in the import container stays, and so does the container', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  await world.importContainer.getBlockBlobClient('other/file').uploadData(Buffer.from('theirs'));
  await flipByte(world.importContainer, 'seed-fs01-000001.BaseBlob', 70_000);
  await world.run(world.vault.cleanUp(world.jobId, 'seed-fs01'));
  expect(await blobNames(world.importContainer)).toEqual(['other/file', 'seed-fs01-000001.BaseBlob']);
});

test('a clean-up that was stopped can be finished', async () => {
  await world.run(world.vault.moveToVault(world.jobId));
  const stopped = world.vault.cleanUp(world.jobId, 'seed-fs01');
  const taskId = await stopped;
  const stopAtFirst = world.tasks.onChange(({ phase }) => {
    if (phase === 'deleting') world.tasks.stop(taskId);
  });
  await world.run(stopped);
  stopAtFirst();
  expect((await world.run(world.vault.cleanUp(world.jobId, 'seed-fs01'))).state).toBe('completed');
  expect(world.job().phase).toBe('cleanedUp');
});

test('the seed moves by itself at the next scheduled backup', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const tick = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(5000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const moves = () => world.tasks.list().filter(({ kind }) => kind === 'moveToVault');
  world.vault.start();
  await tick();
  await vi.waitFor(() => expect(world.job().vault?.nextRunAt).toBeDefined(), 10_000);
  const planned = world.job().vault?.nextRunAt;
  expect(new Date(planned ?? 0).getHours()).toBe(21);
  await tick();
  expect(moves()).toEqual([]);
  world.setNow(new Date(Date.parse(planned ?? '') + 1000).toISOString());
  await vi.waitFor(async () => {
    await tick();
    expect(moves()).toHaveLength(1);
  }, 10_000);
  const [move] = moves();
  if (move === undefined) throw new Error('The move did not start');
  expect((await world.tasks.finished(move.id)).state).toBe('completed');
  expect(world.job().phase).toBe('vaulted');
});
