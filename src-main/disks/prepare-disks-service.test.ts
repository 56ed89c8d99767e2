import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkDrives,
  diskOf,
  mebibyte,
  ticketFor,
  volumeFolder,
  waitForTask,
} from './testing/prepare-fixture.ts';
import {
  descriptorBytes,
  prepareEachTest,
  sortedNames,
  volumeBytes,
  volumes,
} from './testing/prepare-setup.ts';

const setup = prepareEachTest();
const allNames = (drives: Map<string, string[]>): string[] => [...drives.values()].flat().sort();

describe('a job that is seen under another path', () => {
  it('learns the path until its import job is there', async () => {
    const { service, jobs, jobId, stagingPath } = await setup.open();
    const setId = jobs.get(jobId).staging?.setId;
    if (setId === undefined) throw new Error('Not staged');
    const elsewhere = `${stagingPath}-share`;
    const again = await service.openStagedJob({ stagingPath: elsewhere, setId });
    expect([again.id, again.staging?.stagingPath]).toEqual([jobId, elsewhere]);
    expect(again.draft.offlineDetails.stagingLocation).toBe(stagingPath);
    await jobs.update(jobId, 'test.used', () => ({ phase: 'jobCreated' }));
    expect((await service.openStagedJob({ stagingPath, setId })).staging?.stagingPath).toBe(elsewhere);
  });
});

describe('preparing drives', () => {
  it('spreads a set over two drives, seals and locks them', async () => {
    await setup.open([48 * mebibyte, 32 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    const task = await finished;
    expect(task).toMatchObject({ state: 'completed', phase: 'done' });
    expect(task.items.map(({ id, state }) => [id, state])).toEqual([
      ['PRACTICE0001', 'completed'],
      ['PRACTICE0002', 'completed'],
    ]);
    const job = setup.fixture.jobs.get(setup.fixture.jobId);
    expect(job.phase).toBe('prepared');
    for (const drive of job.drives) {
      expect(drive).toMatchObject({
        state: 'ready',
        manifestFile: '\\DriveManifest.xml',
        readBack: 'cached',
      });
      expect(drive.files.every(({ verified }) => verified)).toBe(true);
      expect(drive.verifiedBytes).toBe(drive.bytes);
      expect(drive.rootPath).toBeUndefined();
    }
    const drives = await checkDrives(setup.fixture);
    expect([...drives.values()].every((files) => files.length > 0)).toBe(true);
    expect(allNames(drives)).toEqual(sortedNames);
    const keys = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
    const record = JSON.stringify(job) + JSON.stringify(task);
    for (const { bitLockerKey } of keys) expect(record).not.toContain(bitLockerKey);
    expect(
      await setup.fixture.service.revealRecoveryPassword({
        jobId: setup.fixture.jobId,
        serial: 'PRACTICE0001',
      }),
    ).toEqual({
      recoveryPassword: keys.find(({ driveId }) => driveId === 'PRACTICE0001')?.bitLockerKey,
      hideAfterSeconds: 30,
    });
  });

  it('plans as it then does, and leaves a drive alone that is not needed', async () => {
    await setup.open([128 * mebibyte, 64 * mebibyte]);
    const spare = await volumeFolder(setup.fixture, 'PRACTICE0002');
    await writeFile(join(spare, 'keep.txt'), 'mine');
    const ids = await Promise.all(
      ['PRACTICE0001', 'PRACTICE0002'].map(async (serial) => (await diskOf(setup.fixture, serial)).facts.id),
    );
    const plan = await setup.fixture.service.plan({ jobId: setup.fixture.jobId, diskIds: ids });
    expect([plan.fits, plan.drivesUsed]).toEqual([true, 1]);
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    await finished;
    expect(setup.fixture.jobs.get(setup.fixture.jobId).drives.map(({ identity }) => identity.serial)).toEqual(
      ['PRACTICE0001'],
    );
    expect(await readFile(join(spare, 'keep.txt'), 'utf8')).toBe('mine');
  });

  it('asks for another drive when space runs out, and goes on with it', async () => {
    await setup.open([48 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001']);
    const waiting = await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    const error = waiting.items.find(({ phase }) => phase === 'waitingForDisk')?.error;
    expect(error).toMatchObject({ code: 'disk.capacityMissing' });
    const missing = setup.fixture.jobs.get(setup.fixture.jobId).drives[0]?.bytes ?? 0;
    expect(error?.params.bytes).toBe(volumes.length * volumeBytes + 2 * descriptorBytes - missing);
    expect(setup.fixture.jobs.get(setup.fixture.jobId)).toMatchObject({
      phase: 'preparing',
      drives: [{ state: 'ready' }],
    });
    await setup.fixture.shelf.attachDrive(Number(error?.params.neededBytes));
    const disk = await ticketFor(setup.fixture, 'PRACTICE0002');
    await setup.fixture.service.addDisk({ jobId: setup.fixture.jobId, disk });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    await expect(setup.fixture.service.addDisk({ jobId: setup.fixture.jobId, disk })).rejects.toMatchObject({
      code: 'task.notFound',
    });
  });

  it('takes a finished drive out of the job when it is needed elsewhere, and fills another', async () => {
    await setup.open([128 * mebibyte, 128 * mebibyte]);
    await (await setup.start(['PRACTICE0001'])).finished;
    await setup.fixture.service.stopDisk({ jobId: setup.fixture.jobId, serial: 'PRACTICE0001' });
    expect(setup.fixture.jobs.get(setup.fixture.jobId)).toMatchObject({
      phase: 'preparing',
      drives: [{ state: 'stopped', files: [] }],
    });
    // Without a disk the session has nothing but the question for one.
    const { jobId, service, tasks } = setup.fixture;
    const { taskId } = await service.start({ jobId, disks: [] });
    await waitForTask(tasks, ({ phase }) => phase === 'waitingForDisk');
    await service.addDisk({ jobId, disk: await ticketFor(setup.fixture, 'PRACTICE0002') });
    expect(await tasks.finished(taskId)).toMatchObject({ state: 'completed' });
    const drives = await checkDrives(setup.fixture);
    expect([[...drives.keys()], allNames(drives)]).toEqual([['PRACTICE0002'], sortedNames]);
  });

  it('uses an encrypted drive with its key and erases nothing on it', async () => {
    await setup.open([128 * mebibyte]);
    const first = await setup.start(['PRACTICE0001']);
    await first.finished;
    const [drive] = await setup.fixture.service.driveListForImport(setup.fixture.jobId);
    await setup.fixture.jobs.remove(setup.fixture.jobId);
    await setup.fixture.close();
    await setup.open();
    const { facts } = await diskOf(setup.fixture, 'PRACTICE0001');
    const withKey = (existingRecoveryPassword: string) =>
      setup.fixture.service.start({
        jobId: setup.fixture.jobId,
        disks: [{ diskId: facts.id, existingRecoveryPassword }],
      });
    await expect(withKey('123456-123456')).rejects.toMatchObject({ code: 'disk.recoveryPasswordInvalid' });
    const other = Array.from({ length: 8 }, () => '000011').join('-');
    await expect(withKey(other)).rejects.toMatchObject({ code: 'disk.recoveryPasswordWrong' });
    const { taskId } = await withKey(` ${drive?.bitLockerKey} `);
    expect(await setup.fixture.tasks.finished(taskId)).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('refuses a drive on which no file fits, before anything is erased', async () => {
    await setup.open([12 * mebibyte]);
    await writeFile(join(await volumeFolder(setup.fixture, 'PRACTICE0001'), 'keep.txt'), 'mine');
    const disk = await ticketFor(setup.fixture, 'PRACTICE0001');
    await expect(
      setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [disk] }),
    ).rejects.toMatchObject({
      code: 'disk.tooSmallForBlob',
      params: { bytes: volumeBytes },
    });
    expect(await readFile(join(await volumeFolder(setup.fixture, 'PRACTICE0001'), 'keep.txt'), 'utf8')).toBe(
      'mine',
    );
    await expect(
      setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] }),
    ).rejects.toMatchObject({
      code: 'disk.noneSelected',
    });
  });

  it('erases nothing any more once the import job is there', async () => {
    await setup.open([128 * mebibyte]);
    const { facts } = await diskOf(setup.fixture, 'PRACTICE0001');
    const disk = await ticketFor(setup.fixture, 'PRACTICE0001');
    await setup.fixture.jobs.update(setup.fixture.jobId, 'test', () => ({ phase: 'jobCreated' }));
    const { jobId, service } = setup.fixture;
    for (const attempt of [
      () => service.requestErase({ jobId, diskId: facts.id }),
      () => service.start({ jobId, disks: [disk] }),
      () => service.addDisk({ jobId, disk }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'job.wrongPhase' });
    }
  });
});
