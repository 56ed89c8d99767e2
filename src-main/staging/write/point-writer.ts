/** @file Worker thread: from the walk over the source to catalog and volumes. */
import type { BigIntStats } from 'node:fs';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry, FileLine } from '../format/catalog-entry.ts';
import { joinBytes } from '../scan/native-path.ts';
import type { EntryEvent, ScanEvent } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import { attributesOf } from './entry-attributes.ts';
import type { EntryQueue, LinkGroup } from './entry-queue.ts';
import type { PointCounts } from './point-counts.ts';
import type { PreviousCatalog } from './previous-catalog.ts';

/** What the point is compared with: an earlier recovery point, or what an interrupted run of this one had written. */
export interface PreviousPoint {
  readonly catalog: PreviousCatalog;
  /** Files changed at or after this moment (nanoseconds) are read again: their time stamp may not tell a later change. */
  readonly trustedBefore: bigint;
  /** False when a file's content is not all there any more. */
  readonly isUsable: (line: FileLine) => boolean;
}

export interface PointWriter {
  handle(event: ScanEvent): Promise<void> | undefined;
}

export interface PointWriterOptions {
  readonly queue: EntryQueue;
  readonly counts: PointCounts;
  readonly previous: PreviousPoint | undefined;
  readonly warn: (warning: TaskWarning) => void;
  /** Called for every file that needed no reading. */
  readonly onUnread: (bytes: number) => void;
}

function isUnchanged(
  found: CatalogEntry | undefined,
  stat: BigIntStats,
  previous: PreviousPoint,
): found is FileLine {
  return (
    found?.kind === 'file' &&
    found.size === Number(stat.size) &&
    found.modified === stat.mtimeNs.toString() &&
    found.inode === stat.ino.toString() &&
    found.changed === stat.ctimeNs.toString() &&
    stat.ctimeNs < previous.trustedBefore &&
    previous.isUsable(found)
  );
}

/** Writes what the walk meets. Trouble with one entry becomes a warning and a `skipped` entry; the rest goes on. */
export function createPointWriter(options: PointWriterOptions): PointWriter {
  const { queue, counts, previous } = options;
  let root: SourceRoot | undefined;
  /** Files with several names, by device and inode. */
  let linked = new Map<string, LinkGroup>();

  const warnOf = (path: ByteText) => {
    const absolute = root?.kind === 'file' ? root.path : joinBytes(root?.path ?? '', path);
    return (code: TaskWarning['code'], reason: string): void =>
      options.warn({
        code,
        path: bytesToShownText(absolute).slice(0, 32_767),
        reason: reason.slice(0, 512),
      });
  };
  const handleRoot = (found: SourceRoot): Promise<void> | undefined => {
    root = found;
    linked = new Map();
    const { path, kind, stat } = found;
    queue.addLine({ kind: 'root', path, rootKind: kind, ...attributesOf(stat) });
    return previous?.catalog.enterRoot(path);
  };
  const addUnchanged = (event: EntryEvent, found: FileLine, group: LinkGroup | undefined): void => {
    const { size, sparse, chunks } = found;
    queue.addLine({ kind: 'file', path: event.path, size, sparse, chunks, ...attributesOf(event.stat) });
    counts.unchangedFiles += 1;
    counts.files += 1;
    counts.sourceBytes += size;
    if (group !== undefined) group.isWritten = true;
    options.onUnread(size);
  };
  const handleFile = (event: EntryEvent): Promise<void> | undefined => {
    const linkKey = event.stat.nlink > 1n ? `${event.stat.dev}:${event.stat.ino}` : undefined;
    const known = linkKey === undefined ? undefined : linked.get(linkKey);
    if (known !== undefined) {
      queue.addHardLink(event, known, warnOf(event.path));
      return undefined;
    }
    const group = linkKey === undefined ? undefined : { path: event.path, isWritten: false };
    if (linkKey !== undefined && group !== undefined) linked.set(linkKey, group);
    const decide = (found: CatalogEntry | undefined): void => {
      if (previous !== undefined && isUnchanged(found, event.stat, previous)) {
        addUnchanged(event, found, group);
      } else queue.addFile(event, group, warnOf(event.path));
    };
    const found = previous?.catalog.find(event.path);
    if (found instanceof Promise) return found.then(decide);
    decide(found);
    return undefined;
  };
  const handleEntry = (event: EntryEvent): Promise<void> | undefined => {
    const { path, stat } = event;
    switch (event.kind) {
      case 'folder':
        counts.folders += 1;
        queue.addLine({ kind: 'folder', path, ...attributesOf(stat) });
        return undefined;
      case 'file':
        return handleFile(event);
      case 'link':
        queue.addLine({ kind: 'link', path, target: event.target, ...attributesOf(stat) });
        return undefined;
      case 'special': {
        const { specialKind } = event;
        counts.skipped += 1;
        warnOf(path)('file.unsupportedKind', specialKind);
        queue.addLine({ kind: 'special', path, specialKind, ...attributesOf(stat) });
        return undefined;
      }
    }
  };
  return {
    handle(event) {
      switch (event.type) {
        case 'root':
          return handleRoot(event.root);
        case 'entry':
          return handleEntry(event);
        case 'unreadable': {
          const { path, code, reason } = event;
          counts.skipped += 1;
          warnOf(path)(code, reason);
          queue.addLine({ kind: 'skipped', path, code, reason });
          return undefined;
        }
        case 'excluded':
          return undefined;
      }
    },
  };
}
