/** @file Worker thread: from the walk over the source to catalog and volumes. */
import type { BigIntStats } from 'node:fs';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import type { CatalogEntry, EntryAttributes, FileLine } from '../format/catalog-entry.ts';
import { joinBytes } from '../scan/native-path.ts';
import type { EntryEvent, ScanEvent } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import type { CatalogWriter } from './catalog-writer.ts';
import type { PreviousCatalog } from './previous-catalog.ts';
import { type FileReader, SourceReadError } from './source-file.ts';

/** What the point is compared with, when it is an increment. */
export interface PreviousPoint {
  readonly catalog: PreviousCatalog;
  /** Files changed at or after this moment (nanoseconds) are read again: their time stamp may not tell a later change. */
  readonly trustedBefore: bigint;
}

export interface PointWriter {
  handle(event: ScanEvent): Promise<void> | undefined;
  readonly counts: PointCounts;
}

export interface PointCounts {
  files: number;
  folders: number;
  sourceBytes: number;
  skipped: number;
  changedFiles: number;
  unchangedFiles: number;
}

export interface PointWriterOptions {
  readonly catalog: CatalogWriter;
  readonly reader: FileReader;
  readonly previous: PreviousPoint | undefined;
  readonly warn: (warning: TaskWarning) => void;
  /** Called for every file that needed no reading. */
  readonly onUnread: (bytes: number) => void;
}

const hasPosixModes = process.platform !== 'win32';

function attributesOf(stat: BigIntStats): EntryAttributes {
  return {
    modified: stat.mtimeNs.toString(),
    ...(hasPosixModes
      ? { mode: Number(stat.mode & 0o7777n), owner: Number(stat.uid), group: Number(stat.gid) }
      : {}),
    inode: stat.ino.toString(),
    device: stat.dev.toString(),
    changed: stat.ctimeNs.toString(),
  };
}

function isSparse(stat: BigIntStats): boolean {
  return stat.blocks * 512n < stat.size;
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
    stat.ctimeNs < previous.trustedBefore
  );
}

/** Writes what the walk meets. Trouble with one entry becomes a warning and a `skipped` entry; the rest goes on. */
export function createPointWriter(options: PointWriterOptions): PointWriter {
  const { catalog, reader, previous, warn } = options;
  const counts: PointCounts = {
    files: 0,
    folders: 0,
    sourceBytes: 0,
    skipped: 0,
    changedFiles: 0,
    unchangedFiles: 0,
  };
  let root: SourceRoot | undefined;
  /** Files with several names, by device and inode, to the path that holds the content. */
  let linked = new Map<string, ByteText>();

  const warnAt = (code: TaskWarning['code'], path: ByteText, reason: string): void => {
    const absolute = root?.kind === 'file' ? root.path : joinBytes(root?.path ?? '', path);
    warn({ code, path: bytesToShownText(absolute).slice(0, 32_767), reason: reason.slice(0, 512) });
  };
  const skip = (code: TaskWarning['code'], path: ByteText, reason: string): void => {
    counts.skipped += 1;
    warnAt(code, path, reason);
    catalog.add({ kind: 'skipped', path, code, reason });
  };
  const handleRoot = (found: SourceRoot): Promise<void> | undefined => {
    root = found;
    linked = new Map();
    catalog.add({ kind: 'root', path: found.path, rootKind: found.kind, ...attributesOf(found.stat) });
    return previous?.catalog.enterRoot(found.path);
  };
  const countFile = (bytes: number): void => {
    counts.files += 1;
    counts.sourceBytes += bytes;
  };
  const readFile = (event: EntryEvent, linkKey: string | undefined): void => {
    try {
      const { content, size, stat, isChanged } = reader.read(event);
      if (isChanged) warnAt('file.changedWhileRead', event.path, 'changed');
      const line = { size, sparse: isSparse(stat), chunks: content.chunks, ...attributesOf(stat) };
      catalog.add({ kind: 'file', path: event.path, ...line }, content);
      counts.changedFiles += 1;
      countFile(size);
      if (linkKey !== undefined) linked.set(linkKey, event.path);
    } catch (error) {
      if (!(error instanceof SourceReadError)) throw error;
      const isGone = error.reason === 'ENOENT' || error.reason === 'ELOOP';
      skip(isGone ? 'file.vanished' : 'file.unreadable', event.path, error.reason);
    }
  };
  const handleFile = (event: EntryEvent): Promise<void> | undefined => {
    const linkKey = event.stat.nlink > 1n ? `${event.stat.dev}:${event.stat.ino}` : undefined;
    const linkTo = linkKey === undefined ? undefined : linked.get(linkKey);
    if (linkTo !== undefined) {
      catalog.add({ kind: 'hardLink', path: event.path, linkTo, ...attributesOf(event.stat) });
      countFile(0);
      return undefined;
    }
    const decide = (found: CatalogEntry | undefined): void => {
      if (previous === undefined || !isUnchanged(found, event.stat, previous)) {
        readFile(event, linkKey);
        return;
      }
      const { size, sparse, chunks } = found;
      catalog.add({ kind: 'file', path: event.path, size, sparse, chunks, ...attributesOf(event.stat) });
      counts.unchangedFiles += 1;
      countFile(size);
      if (linkKey !== undefined) linked.set(linkKey, event.path);
      options.onUnread(size);
    };
    const found = previous?.catalog.find(event.path);
    if (found instanceof Promise) return found.then(decide);
    decide(found);
    return undefined;
  };
  const handleEntry = (event: EntryEvent): Promise<void> | undefined => {
    switch (event.kind) {
      case 'folder':
        counts.folders += 1;
        catalog.add({ kind: 'folder', path: event.path, ...attributesOf(event.stat) });
        return undefined;
      case 'file':
        return handleFile(event);
      case 'link':
        catalog.add({ kind: 'link', path: event.path, target: event.target, ...attributesOf(event.stat) });
        return undefined;
      case 'special': {
        const { path, specialKind } = event;
        counts.skipped += 1;
        warnAt('file.unsupportedKind', path, specialKind);
        catalog.add({ kind: 'special', path, specialKind, ...attributesOf(event.stat) });
        return undefined;
      }
    }
  };
  return {
    counts,
    handle(event) {
      switch (event.type) {
        case 'root':
          return handleRoot(event.root);
        case 'entry':
          return handleEntry(event);
        case 'unreadable':
          skip(event.code, event.path, event.reason);
          return undefined;
        case 'excluded':
          return undefined;
      }
    },
  };
}
