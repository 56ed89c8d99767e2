import type { Stats } from 'node:fs';
import type { EntryState } from '../scan/entry-state.ts';
import { seenWords } from './pack-messages.ts';

/** State of a file that travels between threads. */
export type FileState = EntryState;

export function fileState(stat: EntryState): FileState {
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

/** Times as floats of milliseconds are right to a quarter of a microsecond. */
const sameMilliseconds = 0.001;

/** As `isAsSeen`, from a quicker look: enough to tell that nobody wrote to the file, since clocks of file systems are far coarser. */
export function isStillAsSeen(
  seen: BigInt64Array,
  index: number,
  { size, mtimeMs, ino }: Pick<Stats, 'size' | 'mtimeMs' | 'ino'>,
): boolean {
  const modified = Number(seen[index * seenWords + 1] ?? 0n) / 1e6;
  return (
    Number(seen[index * seenWords] ?? 0n) === size &&
    Math.abs(modified - mtimeMs) < sameMilliseconds &&
    Number(BigInt.asUintN(64, seen[index * seenWords + 2] ?? 0n)) === ino
  );
}
