import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { practiceDiskPlatform } from '../platform/practice/practice-disk-platform.ts';
import { checkDrives, mebibyte, ticketFor, volumeFolder, waitForTask } from './testing/prepare-fixture.ts';
import { inodes, names, prepareEachTest, sortedNames, volumes } from './testing/prepare-setup.ts';

const setup = prepareEachTest();
const allNames = (drives: Map<string, string[]>): string[] => [...drives.values()].flat().sort();

describe('a session in trouble', () => {
  it('gives the files of a failing drive to the others', async () => {
    setup.faults = (platform) => ({
      encrypt: (identity, onPercent, signal) =>
        identity.serial === 'PRACTICE0001'
          ? Promise.reject(new Error('cable'))
          : platform.encrypt(identity, onPercent, signal),
    });
    await setup.open([64 * mebibyte, 64 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(
      setup.fixture.jobs.get(setup.fixture.jobId).drives.map(({ state, files }) => [state, files.length]),
    ).toEqual([
      ['failed', 0],
      ['ready', names.length],
    ]);
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('goes on after a pulled drive, on the drive that is left and on a new one', async () => {
    let onEncrypted: (serial: string) => Promise<void> = async () => undefined;
    setup.faults = (platform) => ({
      encrypt: async (identity, onPercent, signal) => {
        const key = await platform.encrypt(identity, onPercent, signal);
        await onEncrypted(identity.serial);
        return key;
      },
    });
    await setup.open([48 * mebibyte, 32 * mebibyte, 64 * mebibyte]);
    onEncrypted = async (serial) => {
      if (serial === 'PRACTICE0002') await setup.fixture.shelf.unplug(serial);
    };
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    const failed = setup.fixture.jobs.get(setup.fixture.jobId).drives.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({
      identity: { serial: 'PRACTICE0002' },
      error: { code: 'disk.disappeared' },
    });
    await setup.fixture.service.addDisk({
      jobId: setup.fixture.jobId,
      disk: await ticketFor(setup.fixture, 'PRACTICE0003'),
    });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('takes a drive in again that was pulled while it was written, and keeps what it had', async () => {
    await setup.open([128 * mebibyte]);
    const { taskId, finished } = await setup.start(['PRACTICE0001']);
    const files = join(await volumeFolder(setup.fixture, 'PRACTICE0001'), 'seed-fs01');
    const written = async () =>
      (await readdir(files).catch(() => [])).filter((name) => !name.endsWith('.partial'));
    while ((await written()).length < 3) await new Promise((resolve) => setTimeout(resolve, 2));
    await setup.fixture.shelf.unplug('PRACTICE0001');
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    await setup.fixture.shelf.plugBack('PRACTICE0001');
    const before = await inodes(files);
    expect(await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] })).toEqual({ taskId });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    const sealed = await inodes(join(setup.folder, 'drives', 'PRACTICE0001', 'sealed'));
    expect(before.size).toBeGreaterThanOrEqual(3);
    for (const inode of before.values()) expect([...sealed.values()]).toContain(inode);
  });

  it('takes from a drive that comes back what another one has copied meanwhile', async () => {
    await setup.open([48 * mebibyte, 32 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    const folderOf = async (serial: string) => join(await volumeFolder(setup.fixture, serial), 'seed-fs01');
    const pulled = await folderOf('PRACTICE0001');
    const wholeIn = async (folder: string) =>
      (await readdir(folder).catch(() => [])).filter((name) => !name.endsWith('.partial'));
    while ((await wholeIn(pulled)).length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    await setup.fixture.shelf.unplug('PRACTICE0001');
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    await setup.fixture.shelf.plugBack('PRACTICE0001');
    const { drives } = setup.fixture.jobs.get(setup.fixture.jobId);
    const taken = drives.find(({ identity }) => identity.serial === 'PRACTICE0002')?.files ?? [];
    const onPulled = await wholeIn(pulled);
    expect(taken.some(({ name }) => onPulled.includes(name))).toBe(true);
    await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('pauses and goes on', async () => {
    await setup.open([128 * mebibyte]);
    const { taskId, finished } = await setup.start(['PRACTICE0001']);
    await waitForTask(
      setup.fixture.tasks,
      ({ phase, progress }) => phase === 'copying' && progress.doneBytes > 0,
    );
    setup.fixture.tasks.pause(taskId);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const paused = setup.fixture.tasks.get(taskId);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(setup.fixture.tasks.get(taskId)).toMatchObject({
      state: 'paused',
      phase: paused.phase,
      progress: { doneBytes: paused.progress.doneBytes },
    });
    setup.fixture.tasks.resume(taskId);
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('stops all, resumes without typing anything and copies no finished file twice', async () => {
    await setup.open([48 * mebibyte, 32 * mebibyte]);
    const { taskId, finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    await waitForTask(setup.fixture.tasks, ({ items }) => items.some(({ phase }) => phase === 'verifying'));
    setup.fixture.tasks.stop(taskId);
    expect((await finished).state).toBe('stopped');
    expect(setup.fixture.jobs.get(setup.fixture.jobId).phase).toBe('preparing');
    await setup.fixture.close();
    await setup.open();
    const sealed = async (): Promise<number[]> => {
      const drives = ['PRACTICE0001', 'PRACTICE0002'].map((serial) =>
        inodes(join(setup.folder, 'drives', serial, 'sealed')),
      );
      return (await Promise.all(drives)).flatMap((found) => [...found.values()]);
    };
    const before = await sealed();
    const resumed = await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] });
    expect(await setup.fixture.tasks.finished(resumed.taskId)).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    const after = new Set(await sealed());
    // Only the one unfinished file of the drive that was still copying is written again.
    expect(before.filter((inode) => !after.has(inode)).length).toBeLessThanOrEqual(1);
    expect(before.length).toBeGreaterThanOrEqual(2);
  });

  it('has room for a file whose half a kill left on a drive that is nearly full', async () => {
    await setup.open([64 * mebibyte]);
    const { taskId, finished } = await setup.start(['PRACTICE0001']);
    await waitForTask(setup.fixture.tasks, ({ items }) => items.some(({ phase }) => phase === 'copying'));
    setup.fixture.tasks.stop(taskId);
    expect((await finished).state).toBe('stopped');
    const [drive] = setup.fixture.jobs.get(setup.fixture.jobId).drives;
    if (drive?.recoveryPasswordRef === undefined) throw new Error('The drive has no key');
    const platform = practiceDiskPlatform(setup.fixture.shelf);
    const key = await setup.fixture.secrets.get(drive.recoveryPasswordRef);
    const { rootPath, freeBytes } = await platform.unlock(drive.identity, key ?? '');
    const half = join(rootPath, 'seed-fs01', `${volumes.at(-1)}.partial`);
    // A session that is stopped early has no folder yet.
    await mkdir(dirname(half), { recursive: true });
    await writeFile(half, Buffer.alloc((await freeBytes()) - 4096));
    const { service, jobId, tasks } = setup.fixture;
    const resumed = await service.start({ jobId, disks: [] });
    const end = await waitForTask(
      tasks,
      ({ id, state, phase }) =>
        id === resumed.taskId && (state === 'completed' || phase === 'waitingForDisk'),
    );
    expect(end).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('stops one drive only', async () => {
    await setup.open([48 * mebibyte, 32 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001', 'PRACTICE0002']);
    await waitForTask(setup.fixture.tasks, ({ items }) => items.some(({ phase }) => phase === 'copying'));
    await setup.fixture.service.stopDisk({ jobId: setup.fixture.jobId, serial: 'PRACTICE0002' });
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    expect(setup.fixture.jobs.get(setup.fixture.jobId).drives.map(({ state }) => state)).toEqual([
      'ready',
      'stopped',
    ]);
    await setup.fixture.service.addDisk({
      jobId: setup.fixture.jobId,
      disk: await ticketFor(setup.fixture, 'PRACTICE0002'),
    });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('says that staging is gone, keeps the drive as it is, and goes on with it when staging is back', async () => {
    const staging = join(setup.folder, 'staging');
    setup.faults = (platform) => ({
      encrypt: async (identity, onPercent, signal) => {
        const key = await platform.encrypt(identity, onPercent, signal);
        await rename(staging, `${staging}.away`);
        return key;
      },
    });
    await setup.open([64 * mebibyte]);
    const { finished } = await setup.start(['PRACTICE0001']);
    const { service, jobId, jobs, tasks } = setup.fixture;
    const gone = { code: 'staging.unreachable' };
    expect(await finished).toMatchObject({ state: 'failed', error: gone });
    expect(jobs.get(jobId)).toMatchObject({ phase: 'preparing', drives: [{ state: 'failed', error: gone }] });
    await rename(`${staging}.away`, staging);
    const resumed = await service.start({ jobId, disks: [] });
    expect(await tasks.finished(resumed.taskId)).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('says what staging no longer gives, keeps the rest, and goes on when it is mended', async () => {
    await setup.open([128 * mebibyte]);
    const bad = join(setup.fixture.stagingPath, volumes[2] ?? '');
    const content = await readFile(bad);
    const damaged = Buffer.from(content);
    damaged[5 * mebibyte] = (damaged[5 * mebibyte] ?? 0) ^ 1;
    await writeFile(bad, damaged);
    const { finished } = await setup.start(['PRACTICE0001']);
    expect(await finished).toMatchObject({
      state: 'failed',
      error: { code: 'staging.volumeDamaged', params: { file: volumes[2] } },
    });
    expect(setup.fixture.jobs.get(setup.fixture.jobId)).toMatchObject({
      phase: 'preparing',
      drives: [{ state: 'ready', files: { length: names.length - 1 } }],
    });
    await writeFile(bad, content);
    const resumed = await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] });
    expect(await setup.fixture.tasks.finished(resumed.taskId)).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });
});

describe('protection that is not there', () => {
  /** Makes the system report another state for the volume from some moment on. */
  const reporting = (state: () => 'suspended' | 'off' | 'encrypting' | undefined) => {
    setup.faults = (platform) => ({
      listDisks: async (signal) => {
        const disks = await platform.listDisks(signal);
        const bitLocker = state();
        if (bitLocker === undefined) return disks;
        return disks.map((disk) => ({
          ...disk,
          volumes: disk.volumes.map((volume) =>
            volume.bitLocker === 'on' ? { ...volume, bitLocker } : volume,
          ),
        }));
      },
    });
  };
  const failed = async (code: string): Promise<void> => {
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    expect(setup.fixture.jobs.get(setup.fixture.jobId).drives).toMatchObject([
      { state: 'failed', error: { code } },
    ]);
  };

  it('is caught before a byte is copied', async () => {
    reporting(() => 'off');
    await setup.open([128 * mebibyte]);
    await setup.start(['PRACTICE0001']);
    await failed('disk.protectionOff');
    const sealed = join(setup.folder, 'drives', 'PRACTICE0001', 'sealed');
    expect(await readdir(sealed).catch(() => [])).toEqual([]);
  });

  it('is caught before the drive is finished; resumed, the drive goes on and nothing is copied again', async () => {
    let state: 'suspended' | undefined;
    reporting(() => state);
    await setup.open([128 * mebibyte]);
    const { taskId, finished } = await setup.start(['PRACTICE0001']);
    await waitForTask(setup.fixture.tasks, ({ items }) => items.some(({ phase }) => phase === 'verifying'));
    state = 'suspended';
    await failed('disk.protectionSuspended');
    const before = await inodes(join(setup.folder, 'drives', 'PRACTICE0001', 'sealed'));
    expect(before.size).toBe(names.length);
    state = undefined;
    expect(await setup.fixture.service.start({ jobId: setup.fixture.jobId, disks: [] })).toEqual({ taskId });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    const after = new Set((await inodes(join(setup.folder, 'drives', 'PRACTICE0001', 'sealed'))).values());
    for (const inode of before.values()) expect(after).toContain(inode);
  });
});
