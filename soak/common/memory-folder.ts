import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

const inMemory = '/dev/shm';

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs work in a new folder, in memory where there is such a place: small files by the ten thousand would wear a disk. */
export async function inMemoryFolder<Value>(
  otherwise: string,
  work: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(path.join(isWritable(inMemory) ? inMemory : otherwise, 'soak-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
