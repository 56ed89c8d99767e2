/** @file Test helper: a fresh folder with a staged set for every test, and short ways to do what a page does. */
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { TaskId } from '../../../src-shared/domain/ids.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import type { DiskPlatform } from '../../platform/ports/disk-platform.ts';
import { mebibyte, openPrepareFixture, type PrepareFixture, ticketFor } from './prepare-fixture.ts';
import { stageFile } from './staging-files.ts';

export const volumes = Array.from({ length: 6 }, (_, index) => `seed-fs01-00000${index + 1}.BaseBlob`);
export const volumeBytes = 9 * mebibyte + 4096;
export const descriptorBytes = 40_960;
export const names = [...volumes, 'seed-fs01.AIBBlob', 'seed-fs01-descriptor.BaseBlob'];
export const sortedNames = [...names].sort();

export class PrepareSetup {
  folder = '';
  /** Replaces methods of the practice disks; set it before `open`. */
  faults: (platform: DiskPlatform) => Partial<DiskPlatform> = () => ({});
  #fixture: PrepareFixture | undefined;

  get fixture(): PrepareFixture {
    if (this.#fixture === undefined) throw new Error('open() was not called');
    return this.#fixture;
  }

  /** Opens the computer, as after a start of the app, and attaches drives. */
  async open(driveSizes: readonly number[] = []): Promise<PrepareFixture> {
    this.#fixture = await openPrepareFixture({
      folder: this.folder,
      files: names,
      wrap: (platform) => ({ ...bound(platform), ...this.faults(platform) }),
    });
    for (const sizeBytes of driveSizes) await this.#fixture.shelf.attachDrive(sizeBytes);
    return this.#fixture;
  }

  /** Confirms and starts, as a page does. */
  async start(
    serials: readonly string[],
  ): Promise<{ readonly taskId: TaskId; readonly finished: Promise<TaskSnapshot> }> {
    const { service, jobId, tasks } = this.fixture;
    const disks = [];
    for (const serial of serials) disks.push(await ticketFor(this.fixture, serial));
    const { taskId } = await service.start({ jobId, disks });
    return { taskId, finished: tasks.finished(taskId) };
  }

  async prepare(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'prepare-'));
    const staging = join(this.folder, 'staging');
    for (const name of volumes) await stageFile(staging, name, volumeBytes);
    for (const name of names.slice(volumes.length)) await stageFile(staging, name, descriptorBytes);
    this.faults = () => ({});
  }

  async cleanUp(): Promise<void> {
    await this.#fixture?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Registers the hooks of a test file. */
export function prepareEachTest(): PrepareSetup {
  const setup = new PrepareSetup();
  beforeEach(() => setup.prepare());
  afterEach(() => setup.cleanUp());
  return setup;
}

/** Inode numbers by name: a file that is written again gets another one. */
export async function inodes(path: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const name of await readdir(path)) {
    if (!name.endsWith('.partial')) found.set(name, (await lstat(join(path, name))).ino);
  }
  return found;
}

/** Methods of a platform as functions of their own, so that some can be replaced. */
function bound(platform: DiskPlatform): DiskPlatform {
  return {
    listDisks: (signal) => platform.listDisks(signal),
    clear: (identity, signal) => platform.clear(identity, signal),
    createVolume: (identity, label, signal) => platform.createVolume(identity, label, signal),
    encrypt: (identity, onPercent, signal) => platform.encrypt(identity, onPercent, signal),
    unlock: (identity, password, signal) => platform.unlock(identity, password, signal),
    mountedVolume: (identity) => platform.mountedVolume(identity),
    lock: (identity) => platform.lock(identity),
  };
}
