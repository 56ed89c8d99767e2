/** @file Locking and unlocking the volume of a practice drive. Every step can be killed anywhere and is finished by `settleLock`. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { syncFolder, writeFileAtomically } from '../../platform/node/atomic-file.ts';
import { isMissing, readStateFile, writeStateFile } from '../world/state-file.ts';
import { keyFromPassword, type NameMap, openNames, sealedNamesSchema, sealNames } from './drive-lock.ts';
import { type DriveRecord, drivePaths, readDriveRecord, writeDriveRecord } from './drive-record.ts';
import { walkVolume } from './volume-files.ts';

const damaged = (path: string, cause?: unknown): AppError =>
  new AppError({ kind: 'environment', code: 'practice.stateDamaged', params: { file: path }, cause });

/** @throws AppError `practice.stateDamaged` when the map is not whole */
export async function readNames(
  driveFolder: string,
  key: Buffer,
  serial: string,
): Promise<NameMap | undefined> {
  const path = drivePaths(driveFolder).sealedNames;
  const sealed = await readStateFile(path, sealedNamesSchema);
  if (sealed === undefined) return undefined;
  try {
    return openNames(sealed, key, serial);
  } catch (error) {
    throw damaged(path, error);
  }
}

export async function writeOpenKey(driveFolder: string, key: Buffer): Promise<void> {
  await writeFileAtomically(drivePaths(driveFolder).openKey, key.toString('hex'), 0o600);
}

async function readOpenKey(driveFolder: string): Promise<Buffer> {
  const path = drivePaths(driveFolder).openKey;
  const key = Buffer.from(await readFile(path, 'ascii'), 'hex');
  if (key.length !== 32) throw damaged(path);
  return key;
}

/** Moves a file; a file that already stands at its goal was moved before a kill. */
async function moveOnce(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await lstat(to);
  }
}

async function changeState(driveFolder: string, record: DriveRecord, state: DriveRecord['lockState']) {
  const changed: DriveRecord = { ...record, lockState: state };
  await writeDriveRecord(driveFolder, changed);
  return changed;
}

/**
 * Adds what is in the volume to the map. A file whose path is mapped already was written anew after its move, and wins.
 * @returns how many files and folders were added
 */
async function addToNames(names: NameMap, volume: string): Promise<number> {
  const randomByPath = new Map(Object.entries(names.files).map(([random, path]) => [path, random]));
  const folders = new Set(names.folders);
  let added = 0;
  for await (const { path, isFolder } of walkVolume(volume)) {
    if (isFolder && folders.has(path)) continue;
    if (isFolder) names.folders.push(path);
    else {
      const earlier = randomByPath.get(path);
      if (earlier !== undefined) delete names.files[earlier];
      names.files[randomBytes(16).toString('hex')] = path;
    }
    added += 1;
  }
  return added;
}

async function finishLocking(driveFolder: string, record: DriveRecord): Promise<DriveRecord> {
  const paths = drivePaths(driveFolder);
  const key = await readOpenKey(driveFolder);
  const names = (await readNames(driveFolder, key, record.serial)) ?? { files: {}, folders: [] };
  await mkdir(paths.sealed, { recursive: true });
  // The map is durable before the first file loses its name. A file that appears meanwhile gets into the next round.
  do {
    await writeStateFile(paths.sealedNames, sealNames(names, key, record.serial));
    for (const [random, path] of Object.entries(names.files)) {
      await moveOnce(join(paths.volume, path), join(paths.sealed, random));
    }
  } while ((await addToNames(names, paths.volume)) > 0);
  await syncFolder(paths.sealed);
  const locked = await changeState(driveFolder, record, 'locked');
  await rm(paths.volume, { recursive: true, force: true });
  await rm(paths.openKey, { force: true });
  await syncFolder(driveFolder);
  return locked;
}

async function finishUnlocking(driveFolder: string, record: DriveRecord): Promise<DriveRecord> {
  const paths = drivePaths(driveFolder);
  const names = await readNames(driveFolder, await readOpenKey(driveFolder), record.serial);
  if (names === undefined) throw damaged(paths.sealedNames);
  await mkdir(paths.volume, { recursive: true });
  for (const folder of names.folders) await mkdir(join(paths.volume, folder), { recursive: true });
  for (const [random, path] of Object.entries(names.files)) {
    const goal = join(paths.volume, path);
    await mkdir(dirname(goal), { recursive: true });
    await moveOnce(join(paths.sealed, random), goal);
  }
  const unlocked = await changeState(driveFolder, record, 'unlocked');
  await rm(paths.sealedNames, { force: true });
  await rm(paths.sealed, { recursive: true, force: true });
  return unlocked;
}

/**
 * Finishes what a kill interrupted, and takes leftovers away.
 * @returns the record as it is now; its state is `off`, `unlocked` or `locked`
 */
export async function settleLock(driveFolder: string): Promise<DriveRecord> {
  const paths = drivePaths(driveFolder);
  const record = await readDriveRecord(driveFolder);
  if (record === undefined) throw damaged(paths.record);
  if (record.lockState === 'locking') return finishLocking(driveFolder, record);
  if (record.lockState === 'unlocking') return finishUnlocking(driveFolder, record);
  if (record.lockState === 'locked') await rm(paths.openKey, { force: true });
  return record;
}

/** Takes the names from the files of an unlocked volume. A drive without a lock, or a locked one, stays as it is. */
export async function lockVolume(driveFolder: string): Promise<DriveRecord> {
  const record = await settleLock(driveFolder);
  if (record.lockState !== 'unlocked') return record;
  const paths = drivePaths(driveFolder);
  await rm(paths.sealedNames, { force: true });
  await rm(paths.sealed, { recursive: true, force: true });
  return finishLocking(driveFolder, await changeState(driveFolder, record, 'locking'));
}

/** @throws AppError `disk.recoveryPasswordWrong`, also for a drive that no password protects */
export async function unlockVolume(driveFolder: string, recoveryPassword: string): Promise<DriveRecord> {
  const record = await settleLock(driveFolder);
  // Any password would open a drive without a lock, and the operator would believe it encrypted.
  const key = record.lock === undefined ? undefined : await keyFromPassword(record.lock, recoveryPassword);
  if (key === undefined) {
    throw new AppError({
      kind: 'user',
      code: 'disk.recoveryPasswordWrong',
      params: { serial: record.serial },
      field: 'recoveryPassword',
    });
  }
  if (record.lockState === 'unlocked') return record;
  await writeOpenKey(driveFolder, key);
  return finishUnlocking(driveFolder, await changeState(driveFolder, record, 'unlocking'));
}
