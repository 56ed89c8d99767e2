/** @file Main process: the lock of a set, held while something writes to it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkControl } from '../jobs/task-control.ts';
import { isDiskFull, leastMissingBytes } from './staging-errors.ts';
import { lockSet, type SetLock } from './write/set-lock.ts';
import { setFileNames } from './write/set-state.ts';

const lookAgainMilliseconds = 1000;

/** Name that all files of a set begin with. */
export function baseNameOf(descriptorFile: string): string {
  return descriptorFile.replace(/\.AIBBlob$/, '');
}

/** Takes the lock as soon as the disk has room for it. @throws AppError as `lockSet`, or the signal's reason when stopped */
async function lockWhenRoom(folder: string, take: () => Promise<SetLock>, control: WorkControl) {
  for (let isWaiting = false; ; isWaiting = true) {
    try {
      const lock = await take();
      if (isWaiting) control.report({ waiting: undefined });
      return lock;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
    const waiting = { reason: 'stagingSpace', missingBytes: leastMissingBytes, path: folder } as const;
    control.report({ waiting });
    await sleep(lookAgainMilliseconds, undefined, { signal: control.signal });
    await control.waitWhilePaused();
  }
}

/**
 * Holds the lock of a set while `work` runs.
 * @param waiting with it a full disk is waited for, and said in the progress
 * @throws AppError `staging.inUse`, `staging.notWritable`, `staging.noSpace`
 */
export async function whileLocked<Value>(
  folder: string,
  baseName: string,
  work: () => Promise<Value>,
  waiting?: WorkControl,
): Promise<Value> {
  const take = (): Promise<SetLock> => lockSet(folder, setFileNames(baseName).lock, baseName);
  const lock = waiting === undefined ? await take() : await lockWhenRoom(folder, take, waiting);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
