import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { practiceDiskPlatform } from '../platform/practice/practice-disk-platform.ts';
import { manifestFile } from './manifest/manifest-types.ts';
import {
  checkDrives,
  diskOf,
  mebibyte,
  openPrepareFixture,
  ticketFor,
  volumeFolder,
  waitForTask,
} from './testing/prepare-fixture.ts';
import {
  inodes,
  names,
  prepareEachTest,
  sortedNames,
  volumeBytes,
  volumes,
} from './testing/prepare-setup.ts';
import { stageFile } from './testing/staging-files.ts';

const setup = prepareEachTest();
const serials = ['PRACTICE0001', 'PRACTICE0002'] as const;
const allNames = (drives: Map<string, string[]>): string[] => [...drives.values()].flat().sort();

/** Inode numbers of what lies on the locked drives: a file that is written again gets another one. */
async function sealedInodes(): Promise<Set<number>> {
  const found = await Promise.all(
    serials.map((serial) => inodes(join(setup.folder, 'drives', serial, 'sealed'))),
  );
  return new Set(found.flatMap((drive) => [...drive.values()]));
}

/** Two drives, stopped while one of them is read back. */
async function interrupt(): Promise<void> {
  await setup.open([48 * mebibyte, 32 * mebibyte]);
  const { taskId, finished } = await setup.start(serials);
  await waitForTask(setup.fixture.tasks, ({ items }) => items.some(({ phase }) => phase === 'verifying'));
  setup.fixture.tasks.stop(taskId);
  await finished;
  await setup.fixture.close();
}

async function goOn(): Promise<TaskSnapshot> {
  const { service, jobId, tasks } = setup.fixture;
  const { taskId } = await service.start({ jobId, disks: [] });
  return tasks.finished(taskId);
}

/** Changes the volume of a locked drive as somebody with its key could elsewhere. */
async function changeVolume(serial: string, change: (root: string) => Promise<void>): Promise<void> {
  const platform = practiceDiskPlatform(setup.fixture.shelf);
  const { facts } = await diskOf(setup.fixture, serial);
  const keys = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
  const key = keys.find(({ driveId }) => driveId === serial)?.bitLockerKey ?? '';
  const { rootPath } = await platform.unlock(facts.identity, key);
  await change(rootPath);
  await platform.lock(facts.identity);
}

async function forgetJob(): Promise<void> {
  await setup.fixture.close();
  await rm(join(setup.folder, 'jobs'), { recursive: true });
}

describe('a lost record', () => {
  it('of an interrupted session is rebuilt from drives, keys and staging; nothing finished is copied again', async () => {
    await interrupt();
    const before = await sealedInodes();
    await rm(join(setup.folder, 'jobs'), { recursive: true });
    await setup.open();
    const job = setup.fixture.jobs.get(setup.fixture.jobId);
    expect(job.phase).toBe('preparing');
    expect(job.drives.map(({ identity }) => identity.serial)).toEqual(serials);
    expect(job.drives.flatMap(({ files }) => files).length).toBeGreaterThanOrEqual(2);
    expect(await goOn()).toMatchObject({ state: 'completed', warningCount: 0 });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    const after = await sealedInodes();
    // Each drive may lose the one file that it was writing.
    expect([...before].filter((inode) => !after.has(inode)).length).toBeLessThanOrEqual(2);
    expect(before.size).toBeGreaterThanOrEqual(2);
  });

  it('that was damaged leaves its files in place and is rebuilt under another id', async () => {
    await interrupt();
    const [jobId = ''] = await readdir(join(setup.folder, 'jobs'));
    const journal = join(setup.folder, 'jobs', jobId, 'journal.ndjson');
    const content = await readFile(journal, 'utf8');
    const damaged = content.replace('"drives"', '"drivez"');
    expect(damaged).not.toBe(content);
    await writeFile(journal, damaged);
    await setup.open();
    expect(setup.fixture.jobs.get(setup.fixture.jobId).id).not.toBe(jobId);
    expect(() => setup.fixture.jobs.get(jobId as typeof setup.fixture.jobId)).toThrow('job.recordDamaged');
    expect(await readFile(journal, 'utf8')).toBe(damaged);
    expect(await goOn()).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('of finished drives costs a read-back, and gives the same manifests', async () => {
    await setup.open([48 * mebibyte, 32 * mebibyte]);
    await (await setup.start(serials)).finished;
    const { service, jobId } = setup.fixture;
    const manifests = (await service.driveListForImport(jobId)).map(({ manifestHash }) => manifestHash);
    await forgetJob();
    await setup.open();
    expect(await goOn()).toMatchObject({ state: 'completed' });
    const again = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
    expect(again.map(({ manifestHash }) => manifestHash)).toEqual(manifests);
  });

  it('finds drives that are attached later when it is asked', async () => {
    await interrupt();
    await rm(join(setup.folder, 'jobs'), { recursive: true });
    await setup.open();
    const { shelf, service, jobId } = setup.fixture;
    await shelf.unplug(serials[1]);
    await setup.fixture.jobs.update(jobId, 'test', () => ({ drives: [], phase: 'staged' }));
    expect((await service.recoverDrives({ jobId })).found).toMatchObject([{ serial: serials[0] }]);
    await shelf.plugBack(serials[1]);
    const { found, job } = await service.recoverDrives({ jobId });
    expect(found).toMatchObject([{ serial: serials[1], remarks: [] }]);
    expect(job.drives).toHaveLength(2);
    expect((await service.recoverDrives({ jobId })).found).toEqual([]);
    const platform = await service.listDisks({ jobId });
    for (const { facts } of platform.disks) expect(facts.volumes[0]?.bitLocker).toBe('locked');
  });
});

describe('a drive that was changed since', () => {
  async function finishOne(): Promise<void> {
    await setup.open([128 * mebibyte]);
    await (await setup.start([serials[0]])).finished;
  }

  it('with a damaged manifest is said so, read back in full and gets a new one', async () => {
    await finishOne();
    await changeVolume(serials[0], async (root) => {
      const path = join(root, manifestFile.slice(1));
      await writeFile(path, (await readFile(path, 'utf8')).replace('</Drive>', '</Dirve>'));
    });
    await forgetJob();
    await setup.open();
    const { service, jobId } = setup.fixture;
    await setup.fixture.jobs.update(jobId, 'test', () => ({ drives: [], phase: 'staged' }));
    expect((await service.recoverDrives({ jobId })).found).toMatchObject([
      { files: names.length, remarks: [{ code: 'drive.manifestDamaged', path: serials[0] }] },
    ]);
    expect(await goOn()).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('in one of its files loses that file only', async () => {
    await finishOne();
    const bad = volumes[3] ?? '';
    await changeVolume(serials[0], async (root) => {
      const content = await readFile(join(root, 'seed-fs01', bad));
      content[volumeBytes - 1] = (content[volumeBytes - 1] ?? 0) ^ 0x80;
      await writeFile(join(root, 'seed-fs01', bad), content);
    });
    await forgetJob();
    await setup.open();
    const before = await sealedInodes().catch(() => new Set<number>());
    expect(await goOn()).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    expect(before.size).toBe(0);
  });

  it('holds what staging had before: the changed file is named and copied again', async () => {
    await finishOne();
    await forgetJob();
    const changed = volumes[1] ?? '';
    await stageFile(join(setup.folder, 'staging'), changed, volumeBytes);
    await setup.open();
    const { service, jobId } = setup.fixture;
    await setup.fixture.jobs.update(jobId, 'test', () => ({ drives: [], phase: 'staged' }));
    expect((await service.recoverDrives({ jobId })).found).toMatchObject([
      { files: names.length - 1, remarks: [{ code: 'drive.fileDiffers', path: changed }] },
    ]);
    expect(await goOn()).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('belongs to another job: refused by name, nothing on it changed, with a kept key and with a typed one', async () => {
    await finishOne();
    const keys = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
    await changeVolume(serials[0], async (root) => {
      const path = join(root, manifestFile.slice(1));
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replaceAll('\\seed-fs01\\', '\\seed-other\\'));
    });
    await forgetJob();
    await setup.open();
    const { service, jobId } = setup.fixture;
    const refusal = { code: 'disk.manifestFromOtherJob', params: { serial: serials[0] } };
    expect((await service.recoverDrives({ jobId })).found).toMatchObject([{ files: 0, error: refusal }]);
    expect(setup.fixture.jobs.get(jobId).drives).toEqual([]);
    const { facts } = await diskOf(setup.fixture, serials[0]);
    const existingRecoveryPassword = keys[0]?.bitLockerKey ?? '';
    const withKey = service.start({ jobId, disks: [{ diskId: facts.id, existingRecoveryPassword }] });
    await expect(withKey).rejects.toMatchObject(refusal);
    expect((await diskOf(setup.fixture, serials[0])).facts.volumes[0]?.bitLocker).toBe('locked');
  });
});

describe('a drive with other things on it', () => {
  const withDrive = async (change: (root: string) => Promise<void>) => {
    await setup.open([128 * mebibyte]);
    await (await setup.start([serials[0]])).finished;
    await changeVolume(serials[0], change);
    await forgetJob();
    await setup.open();
    const { service, jobId } = setup.fixture;
    await setup.fixture.jobs.update(jobId, 'test', () => ({ drives: [], phase: 'staged' }));
    return service.recoverDrives({ jobId });
  };

  it('names what would travel with it', async () => {
    const { found } = await withDrive((root) => writeFile(join(root, 'holiday.jpg'), 'x'));
    expect(found).toMatchObject([
      {
        files: names.length,
        remarks: [{ code: 'drive.otherFiles', path: serials[0], reason: 'holiday.jpg' }],
      },
    ]);
  });

  it('is refused when another import job has begun on it', async () => {
    const { found, job } = await withDrive(async (root) => {
      await rm(join(root, manifestFile.slice(1)));
      await rename(join(root, 'seed-fs01'), join(root, 'seed-fs01-2'));
    });
    expect(found).toMatchObject([{ files: 0, error: { code: 'disk.manifestFromOtherJob' } }]);
    expect(job.drives).toEqual([]);
  });
});

describe('staging that changes while drives are written', () => {
  it('is looked at again before a drive is added', async () => {
    let describe = false;
    await setup.open([48 * mebibyte, 64 * mebibyte]);
    await setup.fixture.close();
    const fixture = await openPrepareFixture({
      folder: setup.folder,
      files: names,
      changeDescription: (description) =>
        describe
          ? {
              ...description,
              volumes: description.volumes.map((volume, index) =>
                index === 2 ? { ...volume, pageRangeMd5: randomBytes(48).toString('base64') } : volume,
              ),
            }
          : description,
    });
    const { service, jobId, tasks } = fixture;
    const { taskId } = await service.start({ jobId, disks: [await ticketFor(fixture, serials[0])] });
    await waitForTask(tasks, ({ phase }) => phase === 'waitingForDisk');
    const keep = join(await volumeFolder(fixture, serials[1]), 'keep.txt');
    await writeFile(keep, 'mine');
    describe = true;
    const disk = await ticketFor(fixture, serials[1]);
    await expect(service.addDisk({ jobId, disk })).rejects.toMatchObject({
      code: 'disk.stagingChanged',
      params: { file: volumes[2] },
    });
    expect(await readFile(keep, 'utf8')).toBe('mine');
    describe = false;
    // The refusal used no ticket up.
    await service.addDisk({ jobId, disk });
    expect(await tasks.finished(taskId)).toMatchObject({ state: 'completed' });
    await fixture.close();
  });
});
