/** @file Worker thread: is what stands in the target what an earlier run of this restore made? */
import { type BigIntStats, readlinkSync } from 'node:fs';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { onTarget } from './file-writer.ts';
import type { EarlierState } from './journal-lines.ts';
import { type PlaceFolder, statIfThere } from './place.ts';

/** Coarsest times of a file system (FAT); somebody else's change has a time of its own. */
const timeToleranceNanoseconds = 2_000_000_000n;

function hasTime(stat: BigIntStats, modified: string | undefined): boolean {
  if (modified === undefined) return false;
  const difference = stat.mtimeNs - BigInt(modified);
  return difference <= timeToleranceNanoseconds && -difference <= timeToleranceNanoseconds;
}

function isSame(entry: CatalogEntry, stat: BigIntStats, path: string | Buffer): boolean {
  switch (entry.kind) {
    case 'file':
      return stat.isFile() && stat.size === BigInt(entry.size) && hasTime(stat, entry.modified);
    case 'hardLink':
      return stat.isFile() && hasTime(stat, entry.modified);
    case 'link':
      return stat.isSymbolicLink() && readlinkSync(path, 'latin1') === entry.target;
    case 'root':
    case 'folder':
    case 'special':
    case 'skipped':
      return false;
  }
}

/**
 * Files get their name only when they are whole and have their time, so what has both was not touched since.
 * @returns name of what an earlier run made of this entry, when it is still as it was made
 * @throws TargetError
 */
export function keptFromEarlier(
  runs: EarlierState,
  folder: PlaceFolder,
  entry: CatalogEntry,
  ordinal: number,
  ownName: string,
): string | undefined {
  const earlier = folder.isNew ? undefined : runs.earlier(ordinal);
  if (earlier?.isSure !== true) return undefined;
  const name = earlier.name ?? ownName;
  const path = joinBytes(folder.path, name);
  return onTarget(() => {
    const found = statIfThere(path);
    return found !== undefined && isSame(entry, found, nativeFromBytes(path)) ? name : undefined;
  });
}
