/** @file Worker thread: catalog entries in the order of the walk, each waiting for its content to have its place. */
import type { AlternateStream } from '../../platform/ports/file-metadata.ts';
import { type ByteText, bytesToShownText, textToBytes } from '../format/byte-text.ts';
import type { CatalogEntry, FileStream } from '../format/catalog-entry.ts';
import { isStreamName } from '../format/metadata-decode.ts';
import type { ChunkIndex } from '../pack/chunk-index.ts';
import type { FileDispatcher } from '../pack/file-dispatcher.ts';
import { createFileTask, createStreamTask, type FileTask } from '../pack/file-task.ts';
import type { EntryGroup } from '../scan/entry-group.ts';
import type { EntryEvent } from '../scan/scan.ts';
import type { CatalogWriter } from './catalog-writer.ts';
import { attributesOf } from './entry-attributes.ts';
import type { KeptMetadata, LeftOut } from './entry-metadata.ts';
import { addFileLine, addSkippedLine, type Warn } from './file-lines.ts';
import type { KeptRun } from './kept-run.ts';
import { createPlacer, type Placer } from './place-pieces.ts';
import type { PointCounts } from './point-counts.ts';
import type { WarnOf } from './shown-path.ts';
import { type AnswerOf, WaitingGroup } from './waiting-group.ts';

/** Names of one file. The first that could be read holds the content, the others point to it. */
export interface LinkGroup {
  path: ByteText;
  /** It has a `file` line in the catalog. */
  isWritten: boolean;
  /** Why none of the names is read. */
  leftOut?: LeftOut;
}

/** What is known of a file beside its content. */
export interface FileExtras {
  readonly metadata: KeptMetadata;
  readonly streams: readonly AlternateStream[];
}

/** Content on its way through the packing threads: that of a file, or of one of its streams. */
interface WaitingContent {
  readonly name: ByteText;
  readonly task: FileTask;
  /** Made when it is this entry's turn: thousands wait. */
  placer: Placer | undefined;
}

interface WaitingFile extends WaitingContent {
  readonly kind: 'file';
  readonly group: LinkGroup | undefined;
  readonly metadata: KeptMetadata;
  readonly streams: readonly WaitingContent[];
  readonly warn: Warn;
}

type Waiting =
  | { readonly kind: 'line'; readonly entry: CatalogEntry }
  | { readonly kind: 'kept'; readonly run: KeptRun }
  | WaitingFile
  | WaitingGroup
  | {
      readonly kind: 'hardLink';
      readonly event: EntryEvent;
      readonly group: LinkGroup;
      readonly warn: Warn;
    };

export interface EntryQueue {
  /** Entries that are not in the catalog yet. */
  readonly length: number;
  /** The first entry only waits for a block that a thread still gathers. */
  readonly waitsForGathering: boolean;
  addLine(entry: CatalogEntry): void;
  addKept(run: KeptRun): void;
  /** Has a file read whose place in the catalog is kept later, by `addFile`. */
  start(event: EntryEvent): FileTask;
  /** Keeps a file's place in the catalog. @param started what reads it; absent: it is read from now on */
  addFile(
    event: EntryEvent,
    group: LinkGroup | undefined,
    warn: Warn,
    extras: FileExtras,
    started?: FileTask,
  ): void;
  /** Has the files of a group read. */
  startGroup(group: EntryGroup, warnOf: WarnOf): WaitingGroup;
  /** Keeps the place of a group in the catalog. @param answerOf tells what its entries have beside content */
  addGroup(group: WaitingGroup, answerOf: AnswerOf): void;
  /** A further name of a file that came before. */
  addHardLink(event: EntryEvent, group: LinkGroup, warn: Warn): void;
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

/** A name that was not asked about; without the time of its last change the next increment asks. */
const unasked: FileExtras = { metadata: { members: {}, failure: '' }, streams: [] };

function isOpen({ task, streams }: WaitingFile): boolean {
  return task.open > 0 || streams.some((stream) => stream.task.open > 0);
}

function lengthOf(item: Waiting): number {
  if (item.kind === 'kept') return item.run.files + item.run.folders;
  return item.kind === 'group' ? item.length : 1;
}

export function createEntryQueue(parts: EntryQueueOptions): EntryQueue {
  const { catalog, index, dispatcher, counts } = parts;
  const waiting: Waiting[] = [];
  let first = 0;
  let length = 0;
  const push = (item: Waiting): void => {
    waiting.push(item);
    length += lengthOf(item);
  };

  const contentOf = (name: ByteText, task: FileTask): WaitingContent => ({ name, task, placer: undefined });
  const start = (task: FileTask): FileTask => {
    dispatcher.read(task);
    return task;
  };
  const startFile = (
    event: EntryEvent,
    group: LinkGroup | undefined,
    warn: Warn,
    { metadata, streams }: FileExtras,
    task = start(createFileTask(event)),
  ): Waiting => {
    const content = contentOf('', task);
    const started = streams.flatMap(({ name, sizeBytes }) => {
      const bytes = textToBytes(name);
      if (isStreamName(bytes)) return [contentOf(bytes, start(createStreamTask(event, name, sizeBytes)))];
      warn('file.metadataUnread', `stream ${name}`);
      return [];
    });
    return { kind: 'file', ...content, group, metadata, streams: started, warn };
  };
  /** @returns undefined while a chunk has no place */
  const place = (content: WaitingContent): readonly number[] | undefined => {
    content.placer ??= createPlacer(content.task, index);
    return content.placer.place();
  };
  /** @returns undefined while a chunk has no place */
  const placeStreams = ({ streams, warn }: WaitingFile): readonly FileStream[] | undefined => {
    const placed: FileStream[] = [];
    for (const stream of streams) {
      const { name } = stream;
      const { unreadable, state } = stream.task;
      const chunks = unreadable === undefined ? place(stream) : [];
      if (chunks === undefined) return undefined;
      if (unreadable === undefined) placed.push({ name, size: Number(state.size), chunks });
    }
    for (const { name, task } of streams)
      if (task.unreadable !== undefined)
        warn('file.metadataUnread', `stream ${bytesToShownText(name)}: ${task.unreadable}`);
    return placed;
  };
  const writeFile = (item: WaitingFile): boolean => {
    const { task, group, metadata } = item;
    if (isOpen(item)) return false;
    if (task.unreadable !== undefined) {
      addSkippedLine(parts, task.path, task.unreadable, item.warn);
      return true;
    }
    const chunks = place(item);
    if (chunks === undefined) return false;
    const placed = item.streams.length === 0 ? undefined : placeStreams(item);
    if (item.streams.length > 0 && placed === undefined) return false;
    const { state, path, isChanged } = task;
    const streams = placed ?? [];
    const isWritten = addFileLine(parts, { path, state, isChanged, chunks, metadata, streams }, item.warn);
    if (isWritten && group !== undefined) {
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
      case 'kept':
        catalog.addKept(head.run);
        return true;
      case 'file':
        return writeFile(head);
      case 'group':
        return head.write();
      case 'hardLink':
        if (head.group.isWritten) {
          const linkTo = head.group.path;
          catalog.add({ kind: 'hardLink', path: head.event.path, linkTo, ...attributesOf(head.event.stat) });
          counts.files += 1;
          return true;
        }
        // The name that should have held the content could not be read; this one may.
        waiting[first] = startFile(head.event, head.group, head.warn, unasked);
        dispatcher.flush();
        return false;
    }
  };
  return {
    get length() {
      return length;
    },
    get waitsForGathering() {
      const head = waiting[first];
      if (head?.kind === 'group') return !head.isOpen;
      return head?.kind === 'file' && !isOpen(head);
    },
    addLine: (entry) => push({ kind: 'line', entry }),
    addKept(run) {
      if (first === waiting.length) catalog.addKept(run);
      else push({ kind: 'kept', run });
    },
    start: (event) => start(createFileTask(event)),
    addFile: (...file) => push(startFile(...file)),
    startGroup: (group, warnOf) => new WaitingGroup(group, parts, warnOf),
    addGroup(group, answerOf) {
      group.answer(answerOf);
      push(group);
    },
    addHardLink: (event, group, warn) => push({ kind: 'hardLink', event, group, warn }),
    drain() {
      for (let head = waiting[first]; head !== undefined && writeHead(head); head = waiting[first]) {
        length -= lengthOf(head);
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
