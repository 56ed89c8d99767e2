/** @file Worker thread: decides under which name an entry is written, given what is there already. */
import { type BigIntStats, lstatSync } from 'node:fs';
import { extname } from 'node:path';
import type { ByteText } from '../format/byte-text.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import type { RestoreRequest } from '../staging-types.ts';

export type Conflict = RestoreRequest['conflict'];

/** Where to write, or why not. */
export type Place =
  | { readonly kind: 'write'; readonly path: ByteText; readonly isRenamed: boolean }
  | { readonly kind: 'skip' }
  | { readonly kind: 'blocked'; readonly reason: string };

export function statIfThere(path: ByteText): BigIntStats | undefined {
  try {
    return lstatSync(nativeFromBytes(path), { bigint: true });
  } catch (error) {
    if (failureReason(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function freeName(folder: ByteText, name: ByteText): ByteText {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? ' (restored)' : ` (restored ${number})`;
    const path = joinBytes(folder, stem + suffix + ending);
    if (statIfThere(path) === undefined) return path;
  }
}

/**
 * @param createdHere inodes that this restore made in this folder: a name that meets one differs from it only by case on a
 *   system that does not tell them apart, and both are kept
 * @throws the system's error
 */
export function placeEntry(
  folder: ByteText,
  name: ByteText,
  conflict: Conflict,
  createdHere: ReadonlySet<bigint>,
): Place {
  const path = joinBytes(folder, name);
  const found = statIfThere(path);
  if (found === undefined) return { kind: 'write', path, isRenamed: false };
  if (createdHere.has(found.ino)) return { kind: 'write', path: freeName(folder, name), isRenamed: true };
  if (conflict === 'skip') return { kind: 'skip' };
  if (conflict === 'keepBoth') return { kind: 'write', path: freeName(folder, name), isRenamed: false };
  if (found.isDirectory()) return { kind: 'blocked', reason: 'a folder with this name is in the way' };
  return { kind: 'write', path, isRenamed: false };
}
