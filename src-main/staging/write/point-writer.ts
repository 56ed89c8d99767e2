/** @file Worker thread: from the walk over the source to catalog and volumes. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { FileMetadataStore, MetadataAnswer } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { CatalogEntry, FileLine } from '../format/catalog-entry.ts';
import type { EntryGroup } from '../scan/entry-group.ts';
import type { EntryState } from '../scan/entry-state.ts';
import { joinBytes, type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import type { EntryEvent, ScanEvent } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import { attributesOf } from './entry-attributes.ts';
import {
  type KeptMetadata,
  keptMetadata,
  type LeftOut,
  leftOut,
  type MetadataMembers,
} from './entry-metadata.ts';
import type { EntryQueue, LinkGroup } from './entry-queue.ts';
import type { Warn } from './file-lines.ts';
import { keptFile, keptFolder } from './kept-lines.ts';
import { KeptRun } from './kept-run.ts';
import type { PointCounts } from './point-counts.ts';
import type { PreviousCatalog } from './previous-catalog.ts';
import type { KeptLine } from './previous-lines.ts';
import { createWarnOf, shownPath } from './shown-path.ts';
import type { AnswerOf } from './waiting-group.ts';

/** What the point is compared with: an earlier recovery point, or what an interrupted run of this one had written. */
export interface PreviousPoint {
  readonly catalog: PreviousCatalog;
  /** Files changed at or after this moment (nanoseconds) are read again: their time stamp may not tell a later change. */
  readonly trustedBefore: bigint;
  /** False when a file's content is not all there any more. */
  readonly isUsable: (line: FileLine) => boolean;
}

/** An entry of which all is decided that depends on what came before it. */
export interface PlannedEntry {
  /** Where its metadata is read; undefined: none is needed. */
  readonly readPath: NativePath | undefined;
  /** File system it lies on. */
  readonly device: bigint;
  shownPath(): string;
  /** Puts it into the catalog. To be called in the order of the walk. */
  write(answer: MetadataAnswer | undefined): void;
}

/** A group whose content is being read. */
export interface PlannedGroup {
  readonly group: EntryGroup;
  /** Puts it into the catalog. To be called in the order of the walk. */
  write(answerOf: AnswerOf): void;
}

export interface PointWriter {
  planGroup(group: EntryGroup): PlannedGroup;
  /**
   * To be called in the order of the walk.
   * @returns a promise only when more of the previous catalog has to be read; undefined when the entry goes with the one before it
   */
  plan(event: ScanEvent): PlannedEntry | Promise<PlannedEntry> | undefined;
}

export interface PointWriterOptions {
  readonly queue: EntryQueue;
  readonly counts: PointCounts;
  readonly previous: PreviousPoint | undefined;
  readonly warn: (warning: TaskWarning) => void;
  /** What is read beside content, as root lines note it; undefined: nothing. */
  readonly metadataKind: FileMetadataStore['kind'] | undefined;
  /** Called for every file that needed no reading. */
  readonly onUnread: (bytes: number) => void;
}

function isUnchanged(
  found: CatalogEntry | undefined,
  stat: EntryState,
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

const nothing: PlannedEntry = { readPath: undefined, device: 0n, shownPath: () => '', write: () => {} };

/** Plans what the walk meets, and writes it. Trouble with one entry becomes a warning and a `skipped` entry; the rest goes on. */
export function createPointWriter(options: PointWriterOptions): PointWriter {
  const { queue, counts, previous, metadataKind } = options;
  let root: SourceRoot | undefined;
  let device = 0n;
  /** Unchanged files below this root keep the metadata of the previous point. */
  let isKept = false;
  /** What was planned last, where that are lines as they stand. */
  let run: KeptRun | undefined;
  /** Files with several names, by device and inode. */
  let linked = new Map<string, LinkGroup>();

  const warnOf = createWarnOf(options.warn);
  const planned = (
    path: ByteText,
    readPath: NativePath | undefined,
    write: (answer: MetadataAnswer | undefined, warn: Warn) => void,
  ): PlannedEntry => {
    const found = root;
    const warn = warnOf(found, path);
    return {
      ...{ readPath, device, shownPath: () => shownPath(found, path) },
      write: (answer) => write(answer, warn),
    };
  };
  /** Of the live tree also where a snapshot is read: whether Windows PowerShell takes the path of one is not known. */
  const metadataPath = (event: EntryEvent): NativePath | undefined => {
    if (metadataKind === undefined || root === undefined) return undefined;
    if (root.readPath === root.path) return event.native;
    return nativeFromBytes(root.kind === 'file' ? root.path : joinBytes(root.path, event.path));
  };
  const metadataOf = (answer: MetadataAnswer | undefined, warn: Warn): KeptMetadata => {
    const metadata = keptMetadata(answer);
    const { failure = '' } = metadata;
    if (failure !== '') warn('file.metadataUnread', failure);
    return metadata;
  };
  const planRoot = (found: SourceRoot): PlannedEntry | Promise<PlannedEntry> => {
    root = found;
    device = found.stat.dev;
    linked = new Map();
    isKept = false;
    const { path, kind, stat } = found;
    const readPath = kind === 'folder' ? nativeFromBytes(path) : undefined;
    const own = metadataKind === undefined ? {} : { metadata: metadataKind };
    const line = planned('', readPath, (answer, warn) => {
      const attributes = attributesOf(stat, metadataOf(answer, warn));
      queue.addLine({ kind: 'root', path, rootKind: kind, ...own, ...attributes });
    });
    if (previous === undefined) return line;
    return previous.catalog.enterRoot(path).then((before) => {
      // What another computer or program read may be less than what this one would.
      isKept = metadataKind === undefined || before?.metadata === metadataKind;
      return line;
    });
  };
  const addUnchanged = (files: number, sizeBytes: number): void => {
    counts.unchangedFiles += files;
    counts.files += files;
    counts.sourceBytes += sizeBytes;
    options.onUnread(sizeBytes);
  };
  const planUnchanged = (event: EntryEvent, found: FileLine, group: LinkGroup | undefined): PlannedEntry => {
    const { path, stat } = event;
    if (group !== undefined) group.isWritten = true;
    return planned(path, isKept ? undefined : metadataPath(event), (answer, warn) => {
      const { size, sparse, chunks, streams } = found;
      const { attributes, security, extendedAttributes } = found;
      const earlier = { attributes, security, extendedAttributes } as MetadataMembers;
      const metadata =
        answer === undefined ? { members: earlier, failure: undefined } : metadataOf(answer, warn);
      const content = { size, sparse, chunks, ...(streams === undefined ? {} : { streams }) };
      queue.addLine({ kind: 'file', path, ...content, ...attributesOf(stat, metadata) });
      addUnchanged(1, size);
    });
  };
  const planKept = (
    before: KeptRun | undefined,
    path: ByteText,
    line: KeptLine,
    sizeBytes?: number,
  ): PlannedEntry | undefined => {
    if (before?.add(line, sizeBytes) === true) {
      run = before;
      return undefined;
    }
    const started = new KeptRun(line);
    started.add(line, sizeBytes);
    run = started;
    return planned(path, undefined, () => {
      started.close();
      queue.addKept(started);
      counts.folders += started.folders;
      addUnchanged(started.files, started.sourceBytes);
    });
  };
  const leaveOut = (path: ByteText, { code, reason }: LeftOut, warn: Warn): void => {
    counts.skipped += 1;
    warn(code, reason);
    queue.addLine({ kind: 'skipped', path, code, reason });
  };
  const planRead = (event: EntryEvent, group: LinkGroup | undefined): PlannedEntry => {
    // On POSIX nothing beside the content says that it must not be read, so nobody waits to read it.
    const started = metadataKind === 'posix' ? queue.start(event) : undefined;
    return planned(event.path, metadataPath(event), (answer, warn) => {
      const reason = leftOut(answer);
      if (reason === undefined) {
        const streams = answer?.ok === true ? (answer.metadata.streams ?? []) : [];
        queue.addFile(event, group, warn, { metadata: metadataOf(answer, warn), streams }, started);
        return;
      }
      if (group !== undefined) group.leftOut = reason;
      leaveOut(event.path, reason, warn);
    });
  };
  const planFile = (
    event: EntryEvent,
    before: KeptRun | undefined,
  ): PlannedEntry | Promise<PlannedEntry> | undefined => {
    const { path, stat } = event;
    const linkKey = stat.nlink > 1n ? `${stat.dev}:${stat.ino}` : undefined;
    const known = linkKey === undefined ? undefined : linked.get(linkKey);
    if (known !== undefined)
      return planned(path, undefined, (_answer, warn) => {
        if (known.leftOut === undefined) queue.addHardLink(event, known, warn);
        else leaveOut(path, known.leftOut, warn);
      });
    const group: LinkGroup | undefined = linkKey === undefined ? undefined : { path, isWritten: false };
    if (linkKey !== undefined && group !== undefined) linked.set(linkKey, group);
    const kept = linkKey === undefined && isKept ? keptFile(previous, event) : undefined;
    if (kept !== undefined) return planKept(before, path, kept, Number(stat.size));
    const decide = (found: CatalogEntry | undefined): PlannedEntry =>
      previous !== undefined && isUnchanged(found, stat, previous)
        ? planUnchanged(event, found, group)
        : planRead(event, group);
    const found = previous?.catalog.find(path);
    return found instanceof Promise ? found.then(decide) : decide(found);
  };
  const planFolder = (event: EntryEvent, before: KeptRun | undefined): PlannedEntry | undefined => {
    const { path, stat } = event;
    const kept = keptFolder(previous, event, isKept);
    if (kept !== undefined) return planKept(before, path, kept);
    return planned(path, metadataPath(event), (answer, warn) => {
      counts.folders += 1;
      queue.addLine({ kind: 'folder', path, ...attributesOf(stat, metadataOf(answer, warn)) });
    });
  };
  const planEntry = (
    event: EntryEvent,
    before: KeptRun | undefined,
  ): PlannedEntry | Promise<PlannedEntry> | undefined => {
    const { path, stat } = event;
    device = stat.dev;
    switch (event.kind) {
      case 'folder':
        return planFolder(event, before);
      case 'file':
        return planFile(event, before);
      case 'link': {
        const { target } = event;
        return planned(path, metadataPath(event), (answer, warn) => {
          const isJunction = answer?.ok === true && answer.metadata.reparse === 'junction';
          const own = isJunction ? { target, isJunction } : { target };
          queue.addLine({ kind: 'link', path, ...own, ...attributesOf(stat, metadataOf(answer, warn)) });
        });
      }
      case 'special': {
        const { specialKind } = event;
        return planned(path, undefined, (_answer, warn) => {
          counts.skipped += 1;
          warn('file.unsupportedKind', specialKind);
          queue.addLine({ kind: 'special', path, specialKind, ...attributesOf(stat) });
        });
      }
    }
  };
  return {
    planGroup(group) {
      run = undefined;
      const waiting = queue.startGroup(group, warnOf);
      return { group, write: (answerOf) => queue.addGroup(waiting, answerOf) };
    },
    plan(event) {
      // Whatever comes between ends a run.
      const before = run;
      run = undefined;
      switch (event.type) {
        case 'root':
          return planRoot(event.root);
        case 'entry':
          return planEntry(event, before);
        case 'unreadable': {
          const { path, code, reason } = event;
          return planned(path, undefined, (_answer, warn) => {
            counts.skipped += 1;
            warn(code, reason);
            queue.addLine({ kind: 'skipped', path, code, reason });
          });
        }
        case 'excluded':
          return nothing;
      }
    },
  };
}
