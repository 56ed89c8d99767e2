/** @file Worker thread: catalog entries in the order of the walk, each waiting for its content to have its place. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { CatalogEntry } from '../format/catalog-entry.ts';
import type { ChunkIndex } from '../pack/chunk-index.ts';
import type { FileDispatcher } from '../pack/file-dispatcher.ts';
import { createFileTask, type FileTask } from '../pack/file-task.ts';
import type { EntryEvent } from '../scan/scan.ts';
import type { CatalogWriter } from './catalog-writer.ts';
import { attributesOf } from './entry-attributes.ts';
import { createPlacer, type Placer } from './place-pieces.ts';
import type { PointCounts } from './point-counts.ts';

/** Names of one file. The first that could be read holds the content, the others point to it. */
export interface LinkGroup {
  path: ByteText;
  /** It has a `file` line in the catalog. */
  isWritten: boolean;
}

type Waiting =
  | { readonly kind: 'line'; readonly entry: CatalogEntry }
  | {
      readonly kind: 'file';
      readonly task: FileTask;
      readonly group: LinkGroup | undefined;
      readonly placer: Placer;
      readonly warn: (code: TaskWarning['code'], reason: string) => void;
    }
  | {
      readonly kind: 'hardLink';
      readonly event: EntryEvent;
      readonly group: LinkGroup;
      readonly warn: (code: TaskWarning['code'], reason: string) => void;
    };

export interface EntryQueue {
  /** Entries that are not in the catalog yet. */
  readonly length: number;
  /** The first entry only waits for a block that a thread still gathers. */
  readonly waitsForGathering: boolean;
  addLine(entry: CatalogEntry): void;
  /** Has a file read and keeps its place in the catalog. */
  addFile(
    event: EntryEvent,
    group: LinkGroup | undefined,
    warn: (code: TaskWarning['code'], reason: string) => void,
  ): void;
  /** A further name of a file that came before. */
  addHardLink(
    event: EntryEvent,
    group: LinkGroup,
    warn: (code: TaskWarning['code'], reason: string) => void,
  ): void;
  /** Writes what is ready, in order. */
  drain(): void;
}

export interface EntryQueueOptions {
  readonly catalog: CatalogWriter;
  readonly index: ChunkIndex;
  readonly dispatcher: FileDispatcher;
  readonly counts: PointCounts;
}

/** What a queue no longer needs is let go in pieces of so many entries. */
const compactAt = 4096;

export function createEntryQueue({ catalog, index, dispatcher, counts }: EntryQueueOptions): EntryQueue {
  const waiting: Waiting[] = [];
  let first = 0;

  const startFile = (
    event: EntryEvent,
    group: LinkGroup | undefined,
    warn: (code: TaskWarning['code'], reason: string) => void,
  ): Waiting => {
    const task = createFileTask(event);
    dispatcher.read(task);
    return { kind: 'file', task, group, placer: createPlacer(task, index), warn };
  };
  const writeSkipped = (item: Extract<Waiting, { kind: 'file' }>, reason: string): void => {
    const isGone = reason === 'ENOENT' || reason === 'ELOOP';
    const code = isGone ? 'file.vanished' : 'file.unreadable';
    counts.skipped += 1;
    item.warn(code, reason);
    catalog.add({ kind: 'skipped', path: item.task.path, code, reason });
  };
  const writeFile = (item: Extract<Waiting, { kind: 'file' }>): boolean => {
    const { task, group, placer } = item;
    if (task.open > 0) return false;
    if (task.unreadable !== undefined) {
      writeSkipped(item, task.unreadable);
      return true;
    }
    const chunks = placer.place();
    if (chunks === undefined) return false;
    const { state, path } = task;
    const size = Number(state.size);
    const sparse = state.blocks * 512n < state.size;
    if (task.isChanged) item.warn('file.changedWhileRead', 'changed');
    catalog.add({ kind: 'file', path, size, sparse, chunks, ...attributesOf(state) });
    counts.changedFiles += 1;
    counts.files += 1;
    counts.sourceBytes += size;
    if (group !== undefined) {
      group.path = path;
      group.isWritten = true;
    }
    return true;
  };
  const writeHead = (head: Waiting): boolean => {
    switch (head.kind) {
      case 'line':
        catalog.add(head.entry);
        return true;
      case 'file':
        return writeFile(head);
      case 'hardLink':
        if (head.group.isWritten) {
          const linkTo = head.group.path;
          catalog.add({ kind: 'hardLink', path: head.event.path, linkTo, ...attributesOf(head.event.stat) });
          counts.files += 1;
          return true;
        }
        // The name that should have held the content could not be read; this one may.
        waiting[first] = startFile(head.event, head.group, head.warn);
        dispatcher.flush();
        return false;
    }
  };
  return {
    get length() {
      return waiting.length - first;
    },
    get waitsForGathering() {
      const head = waiting[first];
      return head?.kind === 'file' && head.task.open === 0;
    },
    addLine: (entry) => waiting.push({ kind: 'line', entry }),
    addFile: (event, group, warn) => waiting.push(startFile(event, group, warn)),
    addHardLink: (event, group, warn) => waiting.push({ kind: 'hardLink', event, group, warn }),
    drain() {
      for (let head = waiting[first]; head !== undefined && writeHead(head); head = waiting[first]) {
        first += 1;
        if (first === compactAt) {
          waiting.splice(0, first);
          first = 0;
        }
      }
      if (first === waiting.length) {
        waiting.length = 0;
        first = 0;
      }
    },
  };
}
