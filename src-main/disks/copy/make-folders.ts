/** @file Runs in the copy worker: the folders that a file of a drive lies in. */
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes the folders of a file below the session's own, one by one: what a drive that was opened with its key already holds may be a
 * link to somewhere else, and nothing is written through one.
 * @param name of the file below `folder`, `/` between the parts
 * @throws the system's error, ENOTDIR where something else stands in the way
 */
export async function makeFolders(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  let path = folder;
  for (const part of name.split('/').slice(0, -1)) {
    path = join(path, part);
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if ((await lstat(path)).isDirectory()) continue;
    throw Object.assign(new Error(`${part} is not a folder`), { code: 'ENOTDIR' });
  }
}
