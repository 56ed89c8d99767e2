import type { BigIntStats } from 'node:fs';
import { seenWords } from './pack-messages.ts';

/** What a file system says about a file, as far as the catalog and change detection need it; travels between threads. */
export type FileState = Readonly<
  Pick<
    BigIntStats,
    'size' | 'mtimeNs' | 'ctimeNs' | 'ino' | 'dev' | 'nlink' | 'mode' | 'uid' | 'gid' | 'blocks'
  >
>;

export function fileState(stat: BigIntStats): FileState {
  const { size, mtimeNs, ctimeNs, ino, dev, nlink, mode, uid, gid, blocks } = stat;
  return { size, mtimeNs, ctimeNs, ino, dev, nlink, mode, uid, gid, blocks };
}

/** Writes what tells a changed file, as file number `index` of a job. */
export function noteSeen(seen: BigInt64Array, index: number, { size, mtimeNs, ino }: FileState): void {
  seen[index * seenWords] = size;
  seen[index * seenWords + 1] = mtimeNs;
  seen[index * seenWords + 2] = ino;
}

/** True when nobody wrote to the file since. */
export function isAsSeen(seen: BigInt64Array, index: number, { size, mtimeNs, ino }: FileState): boolean {
  return (
    seen[index * seenWords] === size &&
    seen[index * seenWords + 1] === mtimeNs &&
    seen[index * seenWords + 2] === BigInt.asIntN(64, ino)
  );
}
