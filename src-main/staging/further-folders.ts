/** @file Further staging folders in shared memory: the main process adds one, every thread of a running backup sees it at once. */

/** More than anybody needs; keeps the page of the descriptor short. */
export const mostFurtherFolders = 16;
const mostCharacters = 64 * 1024;
const mostBytesPerCharacter = 3;
const lengthBytes = Int32Array.BYTES_PER_ELEMENT;
/** No path holds it. */
const separator = '\0';

/** True when another one may be added. */
export function hasRoomForFolder(folders: readonly string[], path: string): boolean {
  const characters = [...folders, path].reduce((sum, { length }) => sum + length + 1, 0);
  return folders.length < mostFurtherFolders && characters <= mostCharacters;
}

export interface FurtherFolders {
  /** Goes into a worker as part of its input, and from there into further threads. Read it with `readFurtherFolders`. */
  readonly memory: SharedArrayBuffer;
  /** It takes new volumes from now on. */
  add(path: string): void;
}

/** @param folders absolute paths in the order in which they were added */
export function createFurtherFolders(folders: readonly string[]): FurtherFolders {
  const memory = new SharedArrayBuffer(lengthBytes + mostCharacters * mostBytesPerCharacter);
  const length = new Int32Array(memory, 0, 1);
  const add = (path: string): void => {
    if (readFurtherFolders(memory).at(-1) === path) return;
    const used = Atomics.load(length, 0);
    const bytes = Buffer.from(path + separator, 'utf8');
    Buffer.from(memory, lengthBytes + used, bytes.length).set(bytes);
    // Readers see it once it stands there whole.
    Atomics.store(length, 0, used + bytes.length);
  };
  for (const folder of folders) add(folder);
  return { memory, add };
}

/** Folders that were added so far, in that order, each where it was added last. */
export function readFurtherFolders(memory: SharedArrayBuffer | undefined): readonly string[] {
  if (memory === undefined) return [];
  const used = Atomics.load(new Int32Array(memory, 0, 1), 0);
  if (used === 0) return [];
  const added = Buffer.from(memory, lengthBytes, used).toString('utf8').split(separator).slice(0, -1);
  return added.filter((folder, index) => !added.includes(folder, index + 1));
}

/** Where new volumes go: to the folder that was added last, else to the staging location itself. */
export function folderForVolumes(stagingPath: string, memory: SharedArrayBuffer | undefined): string {
  return readFurtherFolders(memory).at(-1) ?? stagingPath;
}
