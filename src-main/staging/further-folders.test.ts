import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { StagingRecord } from '../../src-shared/domain/job.ts';
import { diskContextOf } from '../disks/disk-context.ts';
import { openPrepareFixture, ticketFor } from '../disks/testing/prepare-fixture.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import { createTaskRegistry } from '../jobs/task-registry.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { findSetFiles } from '../vault/set-files.ts';
import { createFurtherFolders, readFurtherFolders } from './further-folders.ts';
import { createInitiateService, type InitiateService } from './initiate-service.ts';
import { furtherFoldersOf } from './read/file-finder.ts';
import { mountSmallDisk, notTriedHere, type SmallDisk } from './testing/small-disk.ts';
import {
  draftFor,
  mebibyte,
  passphrase,
  recordingControl,
  restoreAll,
  service,
  temporaryPlace,
} from './testing/test-service.ts';
import { noise, treeDifferences, treeSnapshot } from './testing/tree-snapshot.ts';

const backUpProcess = fileURLToPath(new URL('./testing/back-up-process.ts', import.meta.url));
const log = createSilentLog();
const clock = { now: () => new Date(), sleep: async () => undefined };
const drive = 'PRACTICE0001';

let place: ReturnType<typeof temporaryPlace>;
let more = '';
let disk: SmallDisk | undefined;
let jobs: JobStore;
let tasks: TaskRegistry;
let initiate: InitiateService;
let told: string[] = [];
beforeEach(async () => {
  place = temporaryPlace();
  more = join(place.root, 'more');
  mkdirSync(more);
  disk = mountSmallDisk(place.staging, '4m');
  for (let number = 0; number < 8; number += 1)
    writeFileSync(join(place.source, `part ${number}`), noise(mebibyte, number + 1));
  jobs = await createFileJobStore({ folder: join(place.root, 'records'), clock, log });
  tasks = createTaskRegistry({ log, power: { block: () => () => undefined } });
  told = [];
  const onWaiting = (name: string, { path }: { readonly path: string }): void => {
    told.push(`${name} ${path}`);
  };
  initiate = createInitiateService({ jobs, tasks, staging: service, onWaiting });
});
afterEach(async () => {
  await tasks.close();
  initiate.close();
  await jobs.close();
  disk?.remove();
  rmSync(place.root, { recursive: true, force: true });
});

const volumesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /-\d{6}\.BaseBlob$/.test(name));

async function newJob(): Promise<JobId> {
  const draft = draftFor(place.staging, [place.source], { volumeBytes: mebibyte });
  const offlineDetails = {
    ...draft.offlineDetails,
    storageAccount: 'contososeed01',
    container: 'seedcontainer',
    subscriptionId: '8d1f0c7a-54b1-4a37-9f1e-0c5a4d1be901',
  };
  const base = { role: 'source', cloudId: 'practice', machineName: 'fs01' } as const;
  return (await jobs.create({ ...base, draft: { ...draft, offlineDetails } })).id;
}

/** Fills the staging location, adds the folder, and lets the backup end. */
async function stageInTwoFolders(): Promise<StagingRecord> {
  const jobId = await newJob();
  const taskId = initiate.backUp(jobId, passphrase);
  const waiting = () => tasks.get(taskId).progress.waiting;
  await expect.poll(waiting, { timeout: 20_000 }).toMatchObject({ path: place.staging });
  await initiate.addStagingFolder(jobId, more);
  expect(await tasks.finished(taskId)).toMatchObject({ state: 'completed' });
  const { staging } = jobs.get(jobId);
  if (staging === undefined) throw new Error('nothing was staged');
  return staging;
}

async function expectRestored(): Promise<void> {
  const restored = await restoreAll(place.staging, place.target);
  expect(restored.failed).toEqual([]);
  expect(treeDifferences(await treeSnapshot(place.source), await treeSnapshot(place.target))).toEqual([]);
}

it('takes the volumes that found no room; restore, check, copy to a drive and clean-up find them', async () => {
  if (disk === undefined) return notTriedHere('a further staging folder');
  const staging = await stageInTwoFolders();
  expect(staging.furtherFolders).toEqual([more]);
  expect(told).toEqual([`seed-fs01 ${place.staging}`]);
  const [here, there] = [volumesIn(place.staging), volumesIn(more)];
  expect([here.length > 0, there.length > 3, here.length + there.length]).toEqual([
    true,
    true,
    staging.volumes,
  ]);
  for (const folder of [place.staging, more])
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  expect(furtherFoldersOf(place.staging, 'seed-fs01')).toEqual([more]);
  await expectRestored();

  const location = { kind: 'folder', path: place.staging } as const;
  const dataKey = await service.unlock(location, staging.descriptorFile, passphrase);
  for (const key of [{}, { dataKey }]) {
    const request = { location, descriptorFile: staging.descriptorFile, ...key };
    const checked = await service.verify(request, recordingControl());
    expect(checked).toMatchObject({ volumes: staging.volumes, damagedCount: 0 });
  }

  const [own] = jobs.list();
  const context = await diskContextOf(own?.id as JobId, jobs.list(), true);
  expect(context.stagingPaths).toEqual(expect.arrayContaining([place.staging, more]));
  const staged = { staging: service, setId: staging.setId };
  const fixture = await openPrepareFixture({ folder: place.root, files: [], staged });
  await fixture.shelf.attachDrive(128 * mebibyte);
  const copy = fixture.jobs.get(fixture.jobId);
  expect(copy.staging?.furtherFolders).toEqual([more]);
  const { taskId } = await fixture.service.start({
    jobId: copy.id,
    disks: [await ticketFor(fixture, drive)],
  });
  expect(await fixture.tasks.finished(taskId)).toMatchObject({ state: 'completed' });
  const copied = fixture.jobs.get(copy.id).drives.flatMap(({ files }) => files.map(({ name }) => name));
  expect(copied).toEqual(expect.arrayContaining([...here, ...there]));
  await fixture.close();

  writeFileSync(join(more, 'seed-fs01-000099.BaseBlob'), 'somebody else');
  const found = (await findSetFiles(staging)).map(({ folder, name }) => join(folder, name));
  expect(found).toEqual(expect.arrayContaining(there.map((name) => join(more, name))));
  expect(found.join()).not.toContain('000099');
});

it('that is not there is named with the volume; beside the description its volumes are found again', async () => {
  if (disk === undefined) return notTriedHere('a lost further staging folder');
  const { setId } = await stageInTwoFolders();
  const elsewhere = join(place.root, 'elsewhere');
  renameSync(more, elsewhere);
  const error = await service.makeReady(place.staging, setId, new Set()).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'staging.volumeMissing',
    params: { context: 'elsewhere', folders: more },
  });
  disk.resize('30m');
  cpSync(elsewhere, place.staging, { recursive: true });
  rmSync(elsewhere, { recursive: true });
  await service.makeReady(place.staging, setId, new Set());
  await expectRestored();
});

it('is known after a kill, also to a record that knows nothing of it; without it nothing is begun', async () => {
  if (disk === undefined) return notTriedHere('a kill with a further staging folder');
  const args = [backUpProcess, place.staging, place.source, 'wait', more];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const isWell = () => volumesIn(more).length > 2 && furtherFoldersOf(place.staging, 'seed-fs01').length > 0;
  await expect.poll(isWell, { timeout: 20_000, interval: 5 }).toBe(true);
  child.kill('SIGKILL');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const kept = volumesIn(more).map((name) => [name, statSync(join(more, name)).mtimeMs]);
  const away = join(place.root, 'away');
  renameSync(more, away);
  const jobId = await newJob();
  expect(await tasks.finished(initiate.backUp(jobId, passphrase))).toMatchObject({
    error: { code: 'staging.pathUnknown', params: { path: more } },
  });
  renameSync(away, more);
  expect(await tasks.finished(initiate.backUp(jobId, passphrase))).toMatchObject({ state: 'completed' });
  for (const [name, time] of kept)
    expect([name, statSync(join(more, String(name))).mtimeMs]).toEqual([name, time]);
  await expectRestored();
});

it('is refused with volumes of another backup in it, and taken with those of this one', async () => {
  const jobId = await newJob();
  writeFileSync(join(more, 'seed-fs01-000001.BaseBlob'), 'somebody else');
  await expect(initiate.addStagingFolder(jobId, more)).rejects.toMatchObject({
    code: 'staging.nameTaken',
    params: { path: more },
  });
  rmSync(join(more, 'seed-fs01-000001.BaseBlob'));
  const added = await initiate.addStagingFolder(jobId, more);
  expect(added.furtherStagingFolders).toEqual([more]);
  for (let number = 1; number < 16; number += 1) {
    mkdirSync(`${more} ${number}`);
    await initiate.addStagingFolder(jobId, `${more} ${number}`);
  }
  // One that was added before takes volumes again; a seventeenth is too many.
  expect((await initiate.addStagingFolder(jobId, more)).furtherStagingFolders?.at(-1)).toBe(more);
  mkdirSync(place.target);
  await expect(initiate.addStagingFolder(jobId, place.target)).rejects.toMatchObject({
    code: 'staging.tooManyFolders',
  });
  const { draft } = jobs.get(jobId);
  const elsewhere = { ...draft.offlineDetails, stagingLocation: place.target };
  const moved = await initiate.saveDraft(jobId, { ...draft, offlineDetails: elsewhere });
  expect(moved.furtherStagingFolders).toEqual([]);
});

it('the list in shared memory keeps the order, and an entry that comes again is the last', () => {
  const folders = createFurtherFolders(['/ä', '/b']);
  folders.add('/ä');
  folders.add('/ä');
  expect(readFurtherFolders(folders.memory)).toEqual(['/b', '/ä']);
  expect(readFurtherFolders(undefined)).toEqual([]);
});
