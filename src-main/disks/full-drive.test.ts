import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type MountedFolder,
  mountDriveFolder,
  mountObstacle,
} from '../practice/drives/testing/mounted-drive.ts';
import { checkDrives, mebibyte, ticketFor, waitForTask } from './testing/prepare-fixture.ts';
import { inodes, names, prepareEachTest, sortedNames } from './testing/prepare-setup.ts';

const setup = prepareEachTest();
const serials = ['PRACTICE0001', 'PRACTICE0002'] as const;
const allNames = (drives: Map<string, string[]>): string[] => [...drives.values()].flat().sort();
const record = () => setup.fixture.jobs.get(setup.fixture.jobId);

let mounted: MountedFolder | undefined;
/** Set where no real mount can be had: the tests then stand aside and say why. */
let obstacle: string | undefined;
beforeEach(async () => {
  obstacle = mountObstacle();
  if (obstacle !== undefined) return;
  mounted = await mountDriveFolder(join(setup.folder, 'drives'), serials[0], 72 * mebibyte);
  if (mounted === undefined) obstacle = 'the system refused to mount';
});
// Before the folder is removed: vitest runs hooks of this kind in reverse order.
afterEach(async () => {
  await mounted?.unmount();
  mounted = undefined;
});

const drivesFolder = (): string => join(setup.folder, 'drives', serials[0]);
const ballast = (): string => join(drivesFolder(), 'ballast');

/** Takes space away behind the wizard's back, for real: what it leaves is less than was free when the drive was planned. */
async function leaveFree(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(drivesFolder());
  const file = await open(ballast(), 'w');
  const chunk = Buffer.alloc(mebibyte);
  for (let left = bavail * bsize - bytes; left > 0; left -= chunk.length) {
    await file.write(chunk, 0, Math.min(chunk.length, left)).catch(() => undefined);
  }
  await file.close();
}

/** Waits until what was under way when the copy was paused is on the drive. */
async function untilSpaceRests(): Promise<void> {
  for (let free = -1; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const { bavail } = await statfs(drivesFolder());
    if (bavail === free) return;
    free = bavail;
  }
}

/** Attaches the drive on its own file system, whose end is nearer than its label says, and a spare one. */
async function attach(): Promise<void> {
  await setup.open();
  for (const serial of serials) {
    await setup.fixture.shelf.add({ serial, model: 'Practice SATA', sizeBytes: 128 * mebibyte });
  }
}

describe('a drive whose file system is full (ENOSPC)', () => {
  it('is finished with what it holds; the rest goes to another drive, every byte right', async (context) => {
    if (obstacle !== undefined) context.skip(`Not run: ${obstacle}`);
    await attach();
    const { taskId, finished } = await setup.start([serials[0]]);
    const { tasks } = setup.fixture;
    await waitForTask(tasks, ({ phase, progress }) => phase === 'copying' && progress.doneBytes > 0);
    // A fast computer would be done before the space is taken.
    tasks.pause(taskId);
    await untilSpaceRests();
    await leaveFree(14 * mebibyte);
    tasks.resume(taskId);
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    const [drive] = record().drives;
    expect(drive?.state).toBe('ready');
    expect(drive?.files.length).toBeGreaterThanOrEqual(1);
    expect(drive?.files.length).toBeLessThan(names.length);
    await rm(ballast());
    await setup.fixture.service.addDisk({
      jobId: setup.fixture.jobId,
      disk: await ticketFor(setup.fixture, serials[1]),
    });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
  });

  it('without room for its manifest fails by name, alone, and goes on when there is room again', async (context) => {
    if (obstacle !== undefined) context.skip(`Not run: ${obstacle}`);
    await attach();
    const { taskId, finished } = await setup.start([serials[0]]);
    const { tasks } = setup.fixture;
    await waitForTask(tasks, ({ items }) => items.some(({ phase }) => phase === 'verifying'));
    tasks.pause(taskId);
    await untilSpaceRests();
    await leaveFree(0);
    tasks.resume(taskId);
    await waitForTask(setup.fixture.tasks, ({ phase }) => phase === 'waitingForDisk');
    expect(record().drives).toMatchObject([
      { state: 'failed', error: { code: 'disk.full', params: { serial: serials[0] } } },
    ]);
    await rm(ballast());
    const before = await inodes(join(drivesFolder(), 'volume', 'seed-fs01'));
    expect(before.size).toBe(names.length);
    const { service, jobId } = setup.fixture;
    expect(await service.start({ jobId, disks: [] })).toEqual({ taskId });
    expect(await finished).toMatchObject({ state: 'completed' });
    expect(allNames(await checkDrives(setup.fixture))).toEqual(sortedNames);
    const after = new Set((await inodes(join(drivesFolder(), 'sealed'))).values());
    for (const inode of before.values()) expect(after).toContain(inode);
  });
});
