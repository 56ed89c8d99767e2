/** @file Main process: the lock of a set, held while something writes to it. */
import { lockSet } from './write/set-lock.ts';
import { setFileNames } from './write/set-state.ts';

/** Name that all files of a set begin with. */
export function baseNameOf(descriptorFile: string): string {
  return descriptorFile.replace(/\.AIBBlob$/, '');
}

/**
 * Holds the lock of a set while `work` runs.
 * @throws AppError `staging.inUse`, `staging.notWritable`, `staging.noSpace`
 */
export async function whileLocked<Value>(
  folder: string,
  baseName: string,
  work: () => Promise<Value>,
): Promise<Value> {
  const lock = await lockSet(folder, setFileNames(baseName).lock, baseName);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
