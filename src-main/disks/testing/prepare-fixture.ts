/** @file Test helper: a copy computer with practice drives, a staged set of random files, and the real services around them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JudgedDisk } from '../../../src-shared/domain/disks.ts';
import {
  type JobId,
  recoveryPointIdSchema,
  type SetId,
  setIdSchema,
} from '../../../src-shared/domain/ids.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { createFileJobStore } from '../../jobs/file-job-store.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { TaskRegistry } from '../../jobs/task-control.ts';
import { createTaskRegistry } from '../../jobs/task-registry.ts';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import { createSystemClock } from '../../platform/node/system-clock.ts';
import type { DiskPlatform } from '../../platform/ports/disk-platform.ts';
import type { SecretStore } from '../../platform/ports/secret-store.ts';
import { practiceDiskPlatform } from '../../platform/practice/practice-disk-platform.ts';
import { openPracticeSecretStore } from '../../platform/practice/practice-secret-store.ts';
import { drivePaths } from '../../practice/drives/drive-record.ts';
import { type DriveShelf, openDriveShelf } from '../../practice/drives/drive-shelf.ts';
import type { DriveMounts } from '../../practice/drives/mounts/drive-mounts.ts';
import type { SetDescription, StagedFile } from '../../staging/staging-types.ts';
import { type ReadBlob, readManifest } from '../manifest/read-manifest.ts';
import {
  createPrepareDisksService,
  type PrepareDisksOptions,
  type PrepareDisksService,
} from '../prepare-disks-service.ts';
import { pieceMd5s } from './staging-files.ts';

export const mebibyte = 1024 * 1024;
const setId = setIdSchema.parse('ab'.repeat(16));
const importJobName = 'seed-fs01';

export interface PrepareFixture {
  readonly stagingPath: string;
  readonly shelf: DriveShelf;
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly secrets: SecretStore;
  readonly service: PrepareDisksService;
  readonly jobId: JobId;
  close(): Promise<void>;
}

export interface FixtureOptions {
  readonly folder: string;
  /** Names of files that lie in `<folder>/staging`. */
  readonly files: readonly string[];
  /** The real thing with a set of its own; by default `files` are described as they are. */
  readonly staged?: { readonly staging: PrepareDisksOptions['staging']; readonly setId: SetId };
  /** What staging says each time it is asked; by default what it said first. */
  readonly changeDescription?: (description: SetDescription) => SetDescription;
  /** Gives the practice drives file systems of their own. */
  readonly mounts?: DriveMounts;
  /** Puts faults between the service and the practice disks. */
  readonly wrap?: (platform: DiskPlatform) => DiskPlatform;
}

/** Describes files of a folder as the staging service does. */
export async function describeFiles(stagingPath: string, names: readonly string[]): Promise<SetDescription> {
  const files: StagedFile[] = [];
  for (const name of names) {
    const content = await readFile(join(stagingPath, name));
    files.push({ name, length: content.length, pageRangeMd5: pieceMd5s(content).toString('base64') });
  }
  const named = (ending: string): StagedFile => {
    const file = files.find(({ name }) => name.endsWith(ending));
    if (file === undefined) throw new Error(`No file ${ending}`);
    return file;
  };
  return {
    header: {
      setId,
      recoveryPointId: recoveryPointIdSchema.parse('cd'.repeat(16)),
      createdAt: '2026-11-21T21:00:00.000Z',
      finishedAt: '2026-11-21T22:00:00.000Z',
      creator: 'test',
      machineName: 'fs01',
      job: { importJobName, container: 'seedcontainer', storageAccount: 'seedaccount', cloudId: 'public' },
      totals: { files: 1, folders: 0, sourceBytes: 1, stagedBytes: 1, skipped: 0 },
    },
    descriptor: named('.AIBBlob'),
    mirror: named('-descriptor.BaseBlob'),
    volumes: files
      .filter(({ name }) => /-\d+\.BaseBlob$/.test(name))
      .map(({ name, length, pageRangeMd5 }, index) => ({
        number: index + 1,
        volumeId: String(index),
        file: name,
        length,
        pageRangeMd5,
      })),
    repairs: [],
  };
}

/** Described once, as the descriptor is written once: damage that comes later must not describe itself. */
async function describedStaging(
  stagingPath: string,
  names: readonly string[],
  change: (description: SetDescription) => SetDescription = (description) => description,
): Promise<PrepareDisksOptions['staging']> {
  const description = await describeFiles(stagingPath, names);
  return {
    describe: async () => change(description),
    makeReady: async () => change(description),
    inspect: async () => [
      {
        setId,
        importJobName,
        machineName: 'fs01',
        createdAt: description.header.createdAt,
        stagedBytes: 1,
        volumes: description.volumes.length,
        descriptorFile: 'seed-fs01.AIBBlob',
      },
    ],
  };
}

/** Opens everything on a folder; opening it again finds what the last time left, as after a restart. */
export async function openPrepareFixture(options: FixtureOptions): Promise<PrepareFixture> {
  const { folder, wrap = (platform) => platform } = options;
  const stagingPath = join(folder, 'staging');
  const log = createSilentLog();
  const clock = createSystemClock();
  const shelf = openDriveShelf(join(folder, 'drives'), options.mounts);
  const secrets = await openPracticeSecretStore(join(folder, 'secrets'));
  const jobs = await createFileJobStore({ folder: join(folder, 'jobs'), clock, log });
  const tasks = createTaskRegistry({ clock, log, power: { block: () => () => undefined } });
  const staged = options.staged ?? {
    staging: await describedStaging(stagingPath, options.files, options.changeDescription),
    setId,
  };
  const service = createPrepareDisksService({
    platform: wrap(practiceDiskPlatform(shelf, { encryptMilliseconds: 5 })),
    jobs,
    tasks,
    secrets,
    clock,
    log,
    isPractice: true,
    staging: staged.staging,
  });
  const job = await service.openStagedJob({ stagingPath, setId: staged.setId });
  const close = async (): Promise<void> => {
    await tasks.close();
    await jobs.close();
  };
  return { stagingPath, shelf, jobs, tasks, secrets, service, jobId: job.id, close };
}

export async function diskOf(fixture: PrepareFixture, serial: string): Promise<JudgedDisk> {
  const { disks } = await fixture.service.listDisks({ jobId: fixture.jobId });
  const found = disks.find(({ facts }) => facts.identity.serial === serial);
  if (found === undefined) throw new Error(`No disk ${serial}`);
  return found;
}

/** What a page does to be allowed to erase a disk. */
export async function ticketFor(fixture: PrepareFixture, serial: string) {
  const { facts } = await diskOf(fixture, serial);
  const { challengeId } = await fixture.service.requestErase({ jobId: fixture.jobId, diskId: facts.id });
  const { eraseTicket } = await fixture.service.confirmErase({
    challengeId,
    typedText: ` ${serial.slice(-4).toLowerCase()} `,
  });
  return { diskId: facts.id, eraseTicket };
}

/** Waits until the running task shows what is asked for. */
export async function waitForTask(
  tasks: TaskRegistry,
  isReached: (task: TaskSnapshot) => boolean,
): Promise<TaskSnapshot> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = tasks.list().find(isReached);
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new Error(`Not reached: ${JSON.stringify(tasks.list())}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Names on all finished drives, each checked byte by byte against staging through the drive's own manifest. */
export async function checkDrives(fixture: PrepareFixture): Promise<Map<string, string[]>> {
  const namesByDrive = new Map<string, string[]>();
  for (const drive of await fixture.service.driveListForImport(fixture.jobId)) {
    const platform = practiceDiskPlatform(fixture.shelf);
    const { facts } = await diskOf(fixture, drive.driveId);
    const volume = await platform.unlock(facts.identity, drive.bitLockerKey);
    const blobs: ReadBlob[] = [];
    const manifest = await readManifest(join(volume.rootPath, drive.manifestFile.slice(1)), (blob) =>
      blobs.push(blob),
    );
    if (manifest.md5 !== drive.manifestHash || manifest.driveId !== drive.driveId) {
      throw new Error(`Manifest of ${drive.driveId} is not the recorded one`);
    }
    for (const { filePath, ranges, length } of blobs) {
      const onDrive = await readFile(join(volume.rootPath, ...filePath.split('\\')));
      const staged = await readFile(join(fixture.stagingPath, filePath.split('\\').at(-1) ?? ''));
      const isRight = onDrive.equals(staged) && pieceMd5s(onDrive).equals(ranges.hashes);
      if (!isRight || !ranges.isPlain(length)) throw new Error(`${filePath} differs on ${drive.driveId}`);
    }
    const names = blobs.map(({ blobPath }) => blobPath.replace('seedcontainer/', ''));
    const listed = new Set(blobs.map(({ filePath }) => filePath.split('\\').at(-1)));
    const staged = new Set(await readdir(fixture.stagingPath));
    for (const name of await readdir(join(volume.rootPath, importJobName)).catch(() => [])) {
      if (staged.has(name) && !listed.has(name)) throw new Error(`${name} is left on ${drive.driveId}`);
    }
    await platform.lock(facts.identity);
    namesByDrive.set(drive.driveId, names);
  }
  return namesByDrive;
}

/** Folder of an open practice volume. */
export async function volumeFolder(fixture: PrepareFixture, serial: string): Promise<string> {
  const drive = await fixture.shelf.bySerial(serial);
  if (drive === undefined) throw new Error(`No drive ${serial}`);
  return drivePaths(drive.folder).volume;
}
