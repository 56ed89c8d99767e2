import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SetId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { exportJobFile, openJobFile } from '../jobs/job-file.ts';
import {
  checkDrives,
  diskOf,
  mebibyte,
  openPrepareFixture,
  type PrepareFixture,
  ticketFor,
} from './testing/prepare-fixture.ts';
import { stageFile } from './testing/staging-files.ts';

const names = [
  ...Array.from({ length: 12 }, (_, index) => `seed-fs01-0000${String(index + 10)}.BaseBlob`),
  'seed-fs01.AIBBlob',
  'seed-fs01-descriptor.BaseBlob',
];
const serialOf = (number: number): string => `PRACTICE${String(number).padStart(4, '0')}`;
const firstTen = Array.from({ length: 10 }, (_, index) => serialOf(index + 1));

let folder = '';
let fixture: PrepareFixture;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
  for (const name of names) {
    await stageFile(join(folder, 'staging'), name, /\d\.BaseBlob$/.test(name) ? 8 * mebibyte : 4096);
  }
  fixture = await openPrepareFixture({ folder, files: names });
  // One volume fits on each.
  for (let count = 0; count < 12; count += 1) await fixture.shelf.attachDrive(14 * mebibyte);
});
afterEach(async () => {
  await fixture.close();
  await rm(folder, { recursive: true, force: true });
});

function setIdOf(job: JobSnapshot): SetId {
  if (job.staging === undefined) throw new Error('No set');
  return job.staging.setId;
}

const secondJob = (): JobSnapshot | undefined => fixture.jobs.list().find((job) => job.package?.number === 2);

async function runFirst(): Promise<void> {
  const disks = [];
  for (const serial of firstTen) disks.push(await ticketFor(fixture, serial));
  const { taskId } = await fixture.service.start({ jobId: fixture.jobId, disks });
  expect(await fixture.tasks.finished(taskId)).toMatchObject({ state: 'completed' });
}

describe('a set for more than ten drives', () => {
  it('is planned as two import jobs before anything is erased', async () => {
    const serials = [...firstTen, serialOf(11), serialOf(12)];
    const diskIds = await Promise.all(
      serials.map(async (serial) => (await diskOf(fixture, serial)).facts.id),
    );
    const plan = await fixture.service.plan({ jobId: fixture.jobId, diskIds });
    expect(plan).toMatchObject({ fits: true, packages: 2, drivesUsed: 12 });
    expect(plan.drives.filter((drive) => drive.package === 2)).toHaveLength(2);
  });

  it('becomes a second job with its own name, drives and manifests; together they hold every file once', async () => {
    await runFirst();
    const first = fixture.jobs.get(fixture.jobId);
    const second = secondJob();
    expect([first.phase, first.drives.length, first.package]).toEqual(['prepared', 10, undefined]);
    expect(second).toMatchObject({
      phase: 'staged',
      package: { number: 2, firstJobName: 'seed-fs01' },
      staging: { volumes: 2, stagedBytes: 16 * mebibyte },
      draft: { offlineDetails: { importJobName: 'seed-fs01-2', container: 'seedcontainer' } },
    });
    if (second === undefined) throw new Error('No second job');
    // A session that is started again ends in the same way and makes no third job.
    const again = await fixture.service.start({ jobId: fixture.jobId, disks: [] });
    await fixture.tasks.finished(again.taskId);
    expect(fixture.jobs.list()).toHaveLength(2);
    const secondFixture: PrepareFixture = { ...fixture, jobId: second.id };
    // Drives of the first parcel are not for the second one.
    expect((await diskOf(secondFixture, serialOf(1))).findings.map(({ code }) => code)).toContain(
      'disk.inOtherJob',
    );
    const disks = [
      await ticketFor(secondFixture, serialOf(11)),
      await ticketFor(secondFixture, serialOf(12)),
    ];
    const { taskId } = await fixture.service.start({ jobId: second.id, disks });
    expect(await fixture.tasks.finished(taskId)).toMatchObject({ state: 'completed' });
    expect(fixture.jobs.get(second.id)).toMatchObject({ phase: 'prepared', drives: { length: 2 } });
    const all = [await checkDrives(fixture), await checkDrives(secondFixture)].flatMap((drives) =>
      [...drives.values()].flat(),
    );
    expect(all.sort()).toEqual([...names].sort());
    // Staging leads to the job that is still to be done.
    await fixture.jobs.update(fixture.jobId, 'test', () => ({ phase: 'jobCreated' }));
    const { stagingPath } = fixture;
    const opened = await fixture.service.openStagedJob({ stagingPath, setId: setIdOf(first) });
    expect(opened.id).toBe(second.id);
    // Two job files, of which neither takes the place of the other on the next computer.
    const files = [await exportJobFile(first, folder), await exportJobFile(opened, folder)];
    await fixture.jobs.remove(fixture.jobId);
    await fixture.jobs.remove(second.id);
    for (const file of files) await openJobFile(file, fixture);
    expect(fixture.jobs.list().map((job) => [job.package?.number, job.drives.length, job.phase])).toEqual([
      [undefined, 10, 'prepared'],
      [2, 2, 'prepared'],
    ]);
  });
});
