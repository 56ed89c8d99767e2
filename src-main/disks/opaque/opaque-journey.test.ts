import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { OpaqueSettings } from '../../../src-shared/domain/opaque.ts';
import { createFileJobStore } from '../../jobs/file-job-store.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { TaskRegistry } from '../../jobs/task-control.ts';
import { createTaskRegistry } from '../../jobs/task-registry.ts';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import { practiceDiskPlatform } from '../../platform/practice/practice-disk-platform.ts';
import { openPracticeSecretStore } from '../../platform/practice/practice-secret-store.ts';
import {
  DatacenterFixture,
  mebibyte,
  type TestBlobs,
} from '../../practice/datacenter/testing/datacenter-fixture.ts';
import { startTestBlobs } from '../../practice/datacenter/testing/prepared-drives.ts';
import { createPrepareDisksService, type PrepareDisksService } from '../prepare-disks-service.ts';
import { createOpaqueJobs, type OpaqueJobs } from './opaque-jobs.ts';

const notNeeded = () => Promise.reject(new Error('Nothing is staged here'));
let blobFolder: string;
let blobs: TestBlobs;
let datacenter: DatacenterFixture;
let folder: string;
let jobs: JobStore;
let tasks: TaskRegistry;
let opaque: OpaqueJobs;
let disks: PrepareDisksService;

beforeAll(async () => {
  blobFolder = await mkdtemp(join(tmpdir(), 'opaque-blobs-'));
  blobs = await startTestBlobs(blobFolder);
});
afterAll(async () => {
  await blobs.close();
  await rm(blobFolder, { recursive: true, force: true });
});
beforeEach(async () => {
  datacenter = await DatacenterFixture.open(blobs);
  await datacenter.shelf.attachDrive(32 * mebibyte);
  folder = await mkdtemp(join(tmpdir(), 'opaque-'));
  const log = createSilentLog();
  const { clock } = datacenter;
  jobs = await createFileJobStore({ folder: join(folder, 'jobs'), clock, log });
  tasks = createTaskRegistry({ clock, log, power: { block: () => () => undefined } });
  opaque = createOpaqueJobs({ jobs, machineName: 'copy7', isPractice: true });
  disks = createPrepareDisksService({
    platform: practiceDiskPlatform(datacenter.shelf, { encryptMilliseconds: 5 }),
    ...{ jobs, tasks, clock, log },
    secrets: await openPracticeSecretStore(join(folder, 'secrets')),
    isPractice: true,
    staging: { describe: notNeeded, makeReady: notNeeded, inspect: notNeeded },
  });
});
afterEach(async () => {
  await tasks.close();
  await jobs.close();
  await datacenter.close();
  await rm(folder, { recursive: true, force: true });
});

type Contents = Readonly<Record<string, Buffer>>;

async function writeSource(contents: Contents): Promise<string> {
  const source = join(folder, 'mars');
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), content);
  }
  return source;
}

const settingsFor = (change: Partial<OpaqueSettings>): OpaqueSettings => ({
  blobKind: 'page',
  prefix: '',
  disposition: 'no-overwrite',
  metadataPath: '',
  propertiesPath: '',
  storageAccount: blobs.account,
  resourceGroup: 'rg-backup',
  region: 'westeurope',
  container: 'mars-seed',
  subscriptionId: '3d7a9f14-c2e8-4b60-a5d3-18f6b07c92e4',
  importJobName: 'seed-mars',
  ...change,
});

/** From a folder to an accepted job. */
async function acceptedJob(source: string, change: Partial<OpaqueSettings>): Promise<JobId> {
  const { id } = await opaque.open({ sourcePath: source });
  await opaque.save({ jobId: id, settings: settingsFor(change) });
  return (await opaque.accept({ jobId: id })).id;
}

/** Erases drives and fills them. */
async function prepare(jobId: JobId, serials: readonly string[]): Promise<void> {
  const { disks: list } = await disks.listDisks({ jobId });
  const choices = [];
  for (const serial of serials) {
    const diskId = list.find(({ facts }) => facts.identity.serial === serial)?.facts.id;
    if (diskId === undefined) throw new Error(`No disk ${serial}`);
    const { challengeId } = await disks.requestErase({ jobId, diskId });
    const { eraseTicket } = await disks.confirmErase({ challengeId, typedText: serial.slice(-4) });
    choices.push({ diskId, eraseTicket });
  }
  const { taskId } = await disks.start({ jobId, disks: choices });
  expect((await tasks.finished(taskId)).state).toBe('completed');
}

/** Sends the finished drives to the datacenter and lets it work to the end. */
async function ship(jobId: JobId): Promise<string> {
  const drives = (await disks.driveListForImport(jobId)).map(({ bitLockerKey, ...drive }) => ({
    ...drive,
    recoveryPassword: bitLockerKey,
  }));
  const { states } = await datacenter.ship(drives);
  return String(states.at(-1));
}

async function namesIn(container: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of blobs.service.getContainerClient(container).listBlobsFlat()) names.push(name);
  return names.sort();
}

const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

async function expectBlobs(container: string, prefix: string, contents: Contents): Promise<void> {
  expect(await namesIn(container)).toEqual(
    Object.keys(contents)
      .map((name) => prefix + name)
      .sort(),
  );
  for (const [name, content] of Object.entries(contents)) {
    expect([name, md5(await datacenter.download(container, prefix + name))]).toEqual([name, md5(content)]);
  }
}

const pages: Contents = {
  'mars-1.BaseBlob': randomBytes(9 * mebibyte + 512),
  'mars-2.BaseBlob': Buffer.concat([Buffer.alloc(4 * mebibyte), randomBytes(4 * mebibyte)]),
  'mars.AIBBlob': randomBytes(4096),
  'deeper/ü & 漢/empty.bin': Buffer.alloc(0),
  'deeper/ü & 漢/x.bin': randomBytes(512),
};
const anything: Contents = {
  ...pages,
  'readme.txt': Buffer.from('hello\n'),
  // Blocks that are the same must stay apart.
  'same.bin': Buffer.alloc(9 * mebibyte + 1, 7),
};

describe('a folder of another program', () => {
  it('becomes page blobs, byte for byte, over two drives', async () => {
    const jobId = await acceptedJob(await writeSource(pages), { disposition: 'overwrite' });
    await datacenter.shelf.attachDrive(16 * mebibyte);
    await prepare(jobId, ['PRACTICE0003', 'PRACTICE0002']);
    expect(await ship(jobId)).toBe('Completed');
    await expectBlobs('mars-seed', '', pages);
    for await (const { properties } of blobs.service.getContainerClient('mars-seed').listBlobsFlat())
      expect(properties.blobType).toBe('PageBlob');
  });

  it('becomes block blobs below a prefix, with metadata and properties', async () => {
    const metadataPath = join(folder, 'metadata.xml');
    const propertiesPath = join(folder, 'properties.xml');
    await writeFile(metadataPath, '<Metadata>\n  <SeedJob>demo-01</SeedJob>\n</Metadata>\n');
    await writeFile(
      propertiesPath,
      '<?xml version="1.0" encoding="UTF-8"?>\n<Properties><Content-Type>text/x-seed</Content-Type></Properties>\n',
    );
    const jobId = await acceptedJob(await writeSource(anything), {
      blobKind: 'block',
      prefix: 'dpm/2026',
      metadataPath,
      propertiesPath,
    });
    expect(jobs.get(jobId).opaque).toMatchObject({ prefix: 'dpm/2026/', files: 7 });
    await prepare(jobId, ['PRACTICE0002', 'PRACTICE0001']);
    expect(await ship(jobId)).toBe('Completed');
    await expectBlobs('mars-seed', 'dpm/2026/', anything);
    const blob = blobs.service.getContainerClient('mars-seed').getBlobClient('dpm/2026/readme.txt');
    const { blobType, metadata, contentType } = await blob.getProperties();
    expect([blobType, metadata, contentType]).toEqual(['BlockBlob', { seedjob: 'demo-01' }, 'text/x-seed']);
  });

  it('goes on in a further import job when ten drives are not enough', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`part-${index + 10}.vhd`, randomBytes(3 * mebibyte)]),
    );
    const jobId = await acceptedJob(await writeSource(many), {});
    const serials: string[] = [];
    for (let number = 3; number <= 14; number += 1) {
      // One file fits on each.
      await datacenter.shelf.attachDrive(8 * mebibyte);
      serials.push(`PRACTICE${String(number).padStart(4, '0')}`);
    }
    await prepare(jobId, serials.slice(0, 10));
    const second = jobs.list().find((job) => job.package?.number === 2);
    if (second === undefined) throw new Error('No further import job');
    expect(second).toMatchObject({ phase: 'staged', opaque: { files: 2, bytes: 6 * mebibyte } });
    await expect(opaque.save({ jobId: second.id, settings: settingsFor({}) })).rejects.toMatchObject({
      code: 'job.wrongPhase',
    });
    await prepare(second.id, serials.slice(10));
    const carried = jobs.list().flatMap(({ drives }) => drives.flatMap(({ files }) => files));
    expect(carried.map(({ name }) => name).sort()).toEqual(Object.keys(many));
  });

  it('is read back after a kill: whole files stay, a changed one is carried anew', async () => {
    const source = await writeSource(pages);
    const jobId = await acceptedJob(source, {});
    await prepare(jobId, ['PRACTICE0002']);
    // As a kill before the last step leaves it: nothing counts as verified, and one file on the drive is not right.
    await jobs.update(jobId, 'test.killed', ({ drives }) => ({
      phase: 'preparing',
      drives: drives.map(({ manifestFile: _file, manifestMd5: _md5, ...drive }) => ({
        ...drive,
        state: 'copying',
        files: drive.files.map((file) => ({ ...file, verified: false })),
        verifiedBytes: 0,
      })),
    }));
    const changed = { ...pages, 'deeper/ü & 漢/x.bin': randomBytes(512) };
    await writeSource(changed);
    const { taskId } = await disks.start({ jobId, disks: [] });
    expect((await tasks.finished(taskId)).state).toBe('completed');
    expect(await ship(jobId)).toBe('Completed');
    await expectBlobs('mars-seed', '', changed);
  });
});
