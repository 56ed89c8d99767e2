/** @file The real program in a folder of its own, with practice drives, one of which backs the system. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Application } from '../../src-main/hosts/application.ts';
import { composeApplication } from '../../src-main/hosts/compose.ts';
import { browserOrigin } from '../../src-main/ipc/origin.ts';
import { createMemorySecretStore } from '../../src-main/platform/node/memory-secret-store.ts';
import { drivePaths } from '../../src-main/practice/drives/drive-record.ts';
import { type DriveShelf, openDriveShelf } from '../../src-main/practice/drives/drive-shelf.ts';
import { driveShelfFolder } from '../../src-main/practice/world/practice-world.ts';
import type { Result } from '../../src-shared/result.ts';

const mebibyte = 1024 * 1024;
const systemSerial = 'SYSTEM0001';

export interface World {
  readonly folder: string;
  readonly shelf: DriveShelf;
  /** Folders of other programs, which become jobs without any staging. */
  readonly sources: readonly string[];
  ask(name: string, input: unknown): Promise<Result<unknown>>;
  close(): Promise<void>;
}

async function addSystemDisk(shelf: DriveShelf): Promise<void> {
  const { folder } = await shelf.add({
    serial: systemSerial,
    model: 'Practice system disk',
    sizeBytes: 64 * mebibyte,
    backsSystem: true,
  });
  const { volume } = drivePaths(folder);
  mkdirSync(path.join(volume, 'Windows'), { recursive: true });
  writeFileSync(path.join(volume, 'Windows', 'kernel.bin'), Buffer.alloc(8192, 7));
}

export async function openWorld(folder: string): Promise<World> {
  rmSync(folder, { recursive: true, force: true });
  const sources = ['mars', 'dpm'].map((name) => path.join(folder, name));
  for (const source of sources) {
    mkdirSync(source, { recursive: true });
    for (const name of ['a.BaseBlob', 'b.BaseBlob'])
      writeFileSync(path.join(source, name), Buffer.alloc(mebibyte, name));
  }
  const dataFolder = path.join(folder, 'app');
  const application: Application = await composeApplication({
    host: 'console',
    version: '0.0.0',
    origin: browserOrigin,
    dataFolder,
    secrets: createMemorySecretStore(),
    power: { block: () => () => undefined },
    notifier: { notify: () => undefined },
    openLink: async () => undefined,
    practiceDrives: { count: 3, sizeBytes: 32 * mebibyte },
  });
  const shelf = openDriveShelf(driveShelfFolder(path.join(dataFolder, 'practice')));
  await addSystemDisk(shelf);
  const frame = { url: `${browserOrigin.protocol}//${browserOrigin.host}/`, isTopFrame: true };
  return {
    folder,
    shelf,
    sources,
    ask: (name, input) => application.dispatch(name, input, frame),
    close: () => application.close(),
  };
}
