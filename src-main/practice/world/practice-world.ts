/** @file The practice world of one folder: clock, drives, Azure and datacenter, owned here or in another process. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Log } from '../../platform/ports/log.ts';
import { type StartedPracticeAzure, startPracticeAzure } from '../azure/start-practice-azure.ts';
import { openDatacenter } from '../datacenter/datacenter.ts';
import { type DriveShelf, openDriveShelf } from '../drives/drive-shelf.ts';
import type { DriveMounts } from '../drives/mounts/drive-mounts.ts';
import { defaultShelfSize, type ShelfSize, seedShelf } from '../drives/seed-shelf.ts';
import type { PracticeClock, PracticeRoutes } from '../ports.ts';
import { remotePracticeControl, worldUnreachable } from './control-client.ts';
import { controlRoutes } from './control-routes.ts';
import { openPracticeClock } from './practice-clock.ts';
import type { PracticeControl } from './practice-control.ts';
import { WorldControl } from './world-control.ts';
import {
  controlToken,
  readWorldEndpoints,
  readWorldFile,
  type WorldEndpoints,
  writeWorldFile,
} from './world-file.ts';
import { lockWorld, type WorldLock } from './world-lock.ts';

export interface PracticeWorldOptions {
  /** Everything of the world is below it; private to the operator. */
  readonly folder: string;
  readonly log: Log;
  /** Data drives that a new world begins with. */
  readonly drives?: ShelfSize;
  /** Gives the drives file systems of their own. */
  readonly mounts?: DriveMounts;
  /** Port of the stand-ins; without it the one of last time when it is free, else any. */
  readonly port?: number;
}

export interface PracticeWorld {
  readonly folder: string;
  /** False: another process owns the world and this one only uses it. */
  readonly isOwner: boolean;
  readonly clock: PracticeClock;
  readonly shelf: DriveShelf;
  readonly control: PracticeControl;
  /** How to reach the world's Azure right now. @throws AppError `practice.azureUnreachable` */
  endpoints(): Promise<WorldEndpoints>;
  close(): Promise<void>;
}

const tickMilliseconds = 1000;
const attachMilliseconds = 20_000;

/** Folder of the drive shelf inside a world's folder. */
export const driveShelfFolder = (worldFolder: string): string => join(worldFolder, 'drives');

async function endpointsOf(folder: string): Promise<WorldEndpoints> {
  const endpoints = await readWorldEndpoints(folder).catch((error: unknown) => {
    throw worldUnreachable(error);
  });
  if (endpoints === undefined) throw worldUnreachable();
  return endpoints;
}

type AzureOptions = Omit<Parameters<typeof startPracticeAzure>[0], 'port'>;

/** The last port keeps sign-ins of other processes alive; it matters little, so any other does too. */
async function startAzure(
  options: AzureOptions,
  worldFolder: string,
  wanted: number | undefined,
): Promise<StartedPracticeAzure> {
  if (wanted !== undefined) return startPracticeAzure({ ...options, port: wanted });
  const lastPort = (await readWorldFile(worldFolder).catch(() => undefined))?.port ?? 0;
  try {
    return await startPracticeAzure({ ...options, port: lastPort });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startPracticeAzure({ ...options, port: 0 });
  }
}

/** Runs what is due by the clock, until stopped. */
function startTicking(work: () => Promise<void>, log: Log): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    running = work()
      .catch((error: unknown) => log.warn({ error }, 'The practice world could not do what was due'))
      .finally(() => {
        isBusy = false;
      });
  }, tickMilliseconds).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function startOwned(options: PracticeWorldOptions, lock: WorldLock): Promise<PracticeWorld> {
  const { folder, log } = options;
  const clock = await openPracticeClock(folder);
  const shelf = openDriveShelf(driveShelfFolder(folder), options.mounts);
  await seedShelf(shelf, options.drives ?? defaultShelfSize);
  let routes: PracticeRoutes = async () => undefined;
  const azureOptions = {
    folder: join(folder, 'azure'),
    clock,
    log,
    routes: (request: Parameters<PracticeRoutes>[0]) => routes(request),
  };
  const azure = await startAzure(azureOptions, folder, options.port);
  try {
    const datacenter = await openDatacenter({ folder: join(folder, 'datacenter'), azure, shelf, clock, log });
    const control = new WorldControl({ clock, shelf, datacenter, azure });
    routes = controlRoutes(control, await controlToken(folder));
    await writeWorldFile(folder, azure);
    const stopTicking = startTicking(async () => {
      await datacenter.stepDue();
      control.tell();
    }, log);
    return {
      ...{ folder, clock, shelf, control },
      isOwner: true,
      endpoints: () => endpointsOf(folder),
      close: async () => {
        await stopTicking();
        await datacenter.close();
        await azure.close();
        await lock.release();
      },
    };
  } catch (error) {
    await azure.close();
    throw error;
  }
}

/**
 * Starts a world in this process.
 * @throws AppError `practice.worldInUse` when another process owns it, `practice.stateDamaged`
 */
export async function startPracticeWorld(options: PracticeWorldOptions): Promise<PracticeWorld> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const lock = await lockWorld(options.folder);
  try {
    return await startOwned(options, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function attach({ folder, log }: PracticeWorldOptions): Promise<PracticeWorld | undefined> {
  const clock = await openPracticeClock(folder);
  const control = remotePracticeControl(folder, () => clock.refresh());
  try {
    await control.status();
  } catch {
    return undefined;
  }
  const stopTicking = startTicking(() => clock.refresh(), log);
  return {
    ...{ folder, clock, control },
    isOwner: false,
    shelf: openDriveShelf(driveShelfFolder(folder)),
    endpoints: () => endpointsOf(folder),
    close: stopTicking,
  };
}

/**
 * Uses the world that runs in a folder, or starts it here when none does.
 * @throws AppError `practice.worldInUse` when an owner is there but does not answer for a while, `practice.stateDamaged`
 */
export async function attachOrStartPracticeWorld(options: PracticeWorldOptions): Promise<PracticeWorld> {
  const until = performance.now() + attachMilliseconds;
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      return await startPracticeWorld(options);
    } catch (error) {
      const isOwned = error instanceof AppError && error.code === 'practice.worldInUse';
      if (!isOwned) throw error;
      const attached = await attach(options);
      if (attached !== undefined) return attached;
      if (performance.now() > until) throw error;
    }
    await pause(200);
  }
}
