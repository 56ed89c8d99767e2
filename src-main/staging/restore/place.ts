/** @file Worker thread: decides under which name an entry is written, given what is there already. */
import { type BigIntStats, lstatSync } from 'node:fs';
import { extname } from 'node:path';
import type { ByteText } from '../format/byte-text.ts';
import { joinBytes, listNames, nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import type { RestoreRequest } from '../staging-types.ts';
import type { ClaimedNames } from './claimed-names.ts';

export type Conflict = RestoreRequest['conflict'];

/** Where to write, or why not. */
export type Place =
  | {
      readonly kind: 'write';
      readonly name: ByteText;
      /** The name differs from one that this restore gave only in a way that the file system does not tell apart. */
      readonly isRenamed: boolean;
      /** Something of somebody else's has the name and will be replaced. */
      readonly isOver: boolean;
    }
  | { readonly kind: 'skip' }
  | { readonly kind: 'blocked'; readonly reason: string };

/** The folder an entry goes to. */
export interface PlaceFolder {
  readonly path: ByteText;
  readonly claimed: ClaimedNames;
  /** This restore made it just now: there is nothing in it but what has a claimed name. */
  readonly isNew: boolean;
}

export function statIfThere(path: ByteText): BigIntStats | undefined {
  try {
    return lstatSync(nativeFromBytes(path), { bigint: true });
  } catch (error) {
    if (failureReason(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function freeName({ path, claimed }: PlaceFolder, name: ByteText): ByteText {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (;;) {
    const number = claimed.nextNumber(name);
    const suffix = number === 1 ? ' (restored)' : ` (restored ${number})`;
    const candidate = stem + suffix + ending;
    const isTaken =
      claimed.rivals(candidate).length > 0 || statIfThere(joinBytes(path, candidate)) !== undefined;
    if (!isTaken) return candidate;
  }
}

/**
 * @param isShortName the name may be another name of a file that this restore made
 * @throws the system's error
 */
export function placeEntry(
  folder: PlaceFolder,
  name: ByteText,
  conflict: Conflict,
  isShortName: boolean,
): Place {
  const rivals = folder.claimed.rivals(name);
  const place = { kind: 'write', name, isRenamed: false, isOver: false } as const;
  const { isFull } = folder.claimed;
  if (folder.isNew && rivals.length === 0 && !isShortName && !isFull) return place;
  const found = statIfThere(joinBytes(folder.path, name));
  if (found === undefined) return place;
  // Where not all names are remembered it may be its own, which is never replaced.
  const isOwn =
    isFull ||
    rivals.some((rival) => statIfThere(joinBytes(folder.path, rival))?.ino === found.ino) ||
    (isShortName && !listNames(nativeFromBytes(folder.path)).includes(name));
  if (isOwn) return { ...place, name: freeName(folder, name), isRenamed: true };
  if (conflict === 'skip') return { kind: 'skip' };
  if (conflict === 'keepBoth') return { ...place, name: freeName(folder, name) };
  if (found.isDirectory()) return { kind: 'blocked', reason: 'a folder with this name is in the way' };
  return { ...place, isOver: true };
}
