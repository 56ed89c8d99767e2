/** @file Worker thread: lines of the previous catalog that still hold, so that they need not be made anew. */
import { fileLineStart, folderLineStart } from '../format/catalog-encode.ts';
import type { EntryEvent } from '../scan/scan.ts';
import { attributesOf } from './entry-attributes.ts';
import type { PreviousPoint } from './point-writer.ts';
import type { KeptLine } from './previous-lines.ts';

/** The line of a file that has one name and did not change; undefined: it has to be looked up. */
export function keptFile(
  previous: PreviousPoint | undefined,
  { path, stat }: EntryEvent,
): KeptLine | undefined {
  if (previous?.catalog.takeLine === undefined || stat.ctimeNs >= previous.trustedBefore) return undefined;
  const start = fileLineStart(path, Number(stat.size), attributesOf(stat));
  return start === undefined ? undefined : previous.catalog.takeLine(path, start.head, start.tail);
}

/** The line of a folder that did not change. @param isKept what it has beside its content need not be read again */
export function keptFolder(
  previous: PreviousPoint | undefined,
  { path, stat }: EntryEvent,
  isKept: boolean,
): KeptLine | undefined {
  if (previous?.catalog.takeFolder === undefined) return undefined;
  const start = folderLineStart(path, attributesOf(stat));
  const line = start === undefined ? undefined : previous.catalog.takeFolder(path, start.head, start.tail);
  return isKept && stat.ctimeNs < previous.trustedBefore ? line : undefined;
}
