/** @file Worker thread: times, modes and owners of what was restored. */
import {
  chmodSync,
  chownSync,
  fchmodSync,
  fchownSync,
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
  readonly chown: (owner: number, group: number) => void;
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
  if (isRoot && owner !== undefined && group !== undefined) attempt(() => calls.chown(owner, group));
  if (!isWindows && mode !== undefined) attempt(() => calls.chmod?.(mode & 0o7777));
  if (modified !== undefined) attempt(() => calls.utimes(secondsText(modified)));
  return failure;
}

/** Each returns the reason of the first attribute that could not be set. */
export function setFileAttributes(file: number, attributes: EntryAttributes): string | undefined {
  return apply(attributes, {
    chown: (owner, group) => fchownSync(file, owner, group),
    chmod: (mode) => fchmodSync(file, mode),
    utimes: (seconds) => futimesSync(file, seconds, seconds),
  });
}

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
