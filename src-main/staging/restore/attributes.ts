/** @file Worker thread: times, modes and owners of what was restored. */
import {
  chmodSync,
  chownSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lchownSync,
  lutimesSync,
  utimesSync,
} from 'node:fs';
import type { EntryAttributes } from '../format/catalog-entry.ts';
import type { NativePath } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
const umask = isWindows ? 0 : process.umask();
const permissionBits = 0o777;

/**
 * Seconds as text: Node reads a number below zero as "now", but takes text as it is.
 * @param nanoseconds decimal
 */
export function secondsText(nanoseconds: string): string {
  const value = BigInt(nanoseconds);
  const absolute = value < 0n ? -value : value;
  const fraction = (absolute % 1_000_000_000n).toString().padStart(9, '0');
  return `${value < 0n ? '-' : ''}${absolute / 1_000_000_000n}.${fraction}`;
}

interface AttributeCalls {
  readonly chown: ((owner: number, group: number) => void) | undefined;
  readonly chmod: ((mode: number) => void) | undefined;
  readonly utimes: (seconds: string) => void;
}

function apply(attributes: EntryAttributes, calls: AttributeCalls): string | undefined {
  const { modified, mode, owner, group } = attributes;
  let failure: string | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failure ??= failureReason(error);
    }
  };
  // The order matters: chown clears special bits, and both move no modification time.
  if (isRoot && owner !== undefined && group !== undefined) attempt(() => calls.chown?.(owner, group));
  if (!isWindows && mode !== undefined) attempt(() => calls.chmod?.(mode & 0o7777));
  if (modified !== undefined) attempt(() => calls.utimes(secondsText(modified)));
  return failure;
}

/** Who is not root sets extended attributes only on what it may write. */
export function modeForMetadata({ mode }: EntryAttributes): number | undefined {
  return isWindows || isRoot || mode === undefined || (mode & 0o200) !== 0 ? undefined : mode | 0o200;
}

/** @returns why it could not be set */
export function setFileMode(file: NativePath, mode: number): string | undefined {
  try {
    chmodSync(file, mode);
    return undefined;
  } catch (error) {
    return failureReason(error);
  }
}

/** What a new file in a folder gets without asking. */
export interface CreationTraits {
  readonly owner: number;
  readonly group: number;
  /** Only the umask takes bits of the mode away: no access list of the folder, no odd file system. */
  readonly isPlain: boolean;
}

/** Mode for the file that tells the traits: all bits, to see which are taken away. It is empty, and its mode is set at once. */
export const probeMode = permissionBits;

/** @param file just made with `probeMode` in the folder in question. @returns undefined where files have no modes and owners */
export function readTraits(file: number): CreationTraits | undefined {
  if (isWindows) return undefined;
  const { uid, gid, mode } = fstatSync(file);
  return { owner: uid, group: gid, isPlain: (mode & 0o7777) === (probeMode & ~umask) };
}

/** Mode to make a file with, so that it needs no other where nothing is in the way; never wider than its own. */
export function creationMode({ mode }: EntryAttributes): number {
  return isWindows || mode === undefined ? 0o600 : (mode & permissionBits) | 0o600;
}

/**
 * Sets what a new file does not have already. Returns the reason of the first attribute that could not be set.
 * @param traits of the folder, when the file was made with `creationMode`; undefined: set everything
 */
export function setFileAttributes(
  file: number,
  attributes: EntryAttributes,
  traits: CreationTraits | undefined,
): string | undefined {
  const { owner, group, mode = 0o600 } = attributes;
  const isOwned = traits !== undefined && traits.owner === owner && traits.group === group;
  const made = creationMode(attributes) & ~umask;
  const hasMode = traits?.isPlain === true && made === (mode & 0o7777);
  return apply(attributes, {
    chown: isOwned ? undefined : (uid, gid) => fchownSync(file, uid, gid),
    // Changing the owner takes special bits away, which such a mode does not have.
    chmod: hasMode ? undefined : (bits) => fchmodSync(file, bits),
    utimes: (seconds) => futimesSync(file, seconds, seconds),
  });
}

/** Each returns the reason of the first attribute that could not be set. */
export function setFolderAttributes(folder: NativePath, attributes: EntryAttributes): string | undefined {
  return apply(attributes, {
    chown: (owner, group) => chownSync(folder, owner, group),
    chmod: (mode) => chmodSync(folder, mode),
    utimes: (seconds) => utimesSync(folder, seconds, seconds),
  });
}

export function setLinkAttributes(link: NativePath, attributes: EntryAttributes): string | undefined {
  return apply(attributes, {
    chown: (owner, group) => lchownSync(link, owner, group),
    chmod: undefined,
    utimes: (seconds) => lutimesSync(link, seconds, seconds),
  });
}
