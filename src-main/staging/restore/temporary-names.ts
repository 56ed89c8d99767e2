/** @file Worker thread: names of files that are not whole yet. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import { joinBytes, listNames, nativeFromBytes } from '../scan/native-path.ts';

/** Gives names in a folder that nobody has; what bears one after a kill is never taken for something restored. */
export type TemporaryNames = (folder: ByteText) => ByteText;

/** Eight hexadecimal digits that tell a run from every other, so that it is known whose leftovers lie in a folder. */
export function newRunName(): string {
  return randomBytes(4).toString('hex');
}

export function createTemporaryNames(run: string): TemporaryNames {
  // Several threads write for one run.
  const prefix = `.obw-${run}-${randomBytes(4).toString('hex')}`;
  let count = 0;
  return (folder) => {
    count += 1;
    return joinBytes(folder, `${prefix}-${count}.partial`);
  };
}

/** Removes what killed runs left in a folder. @param runs names of runs that are not running any more */
export function removeLeftovers(folder: ByteText, runs: readonly string[]): void {
  const prefixes = runs.map((run) => `.obw-${run}-`);
  for (const name of listNames(nativeFromBytes(folder))) {
    const isLeftover = name.endsWith('.partial') && prefixes.some((prefix) => name.startsWith(prefix));
    if (isLeftover) rmSync(nativeFromBytes(joinBytes(folder, name)), { force: true });
  }
}
