/** @file Worker thread: metadata of entries, asked for in batches while earlier ones are packed. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { FileMetadataStore, MetadataAnswer, MetadataPath } from '../../platform/ports/file-metadata.ts';
import { type ByteText, textToBytes } from '../format/byte-text.ts';
import { pathSeparator } from '../scan/entry-group.ts';
import type { ScanItem } from '../scan/event-batch.ts';
import { nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import { noMetadata } from './entry-metadata.ts';
import type { PlannedEntry, PlannedGroup, PointWriter } from './point-writer.ts';
import { shownPath } from './shown-path.ts';

/** Takes what the walk meets; entries are written in order, some time later. */
export interface MetadataAhead {
  /** @returns a promise only when the walk has to wait */
  handle(item: ScanItem): Promise<void> | undefined;
  /** Writes what still waits for its metadata. */
  finish(): Promise<void>;
}

export interface MetadataAheadOptions {
  readonly point: PointWriter;
  /** Undefined: there is nothing to ask, and no entry waits. */
  readonly store: FileMetadataStore | undefined;
  readonly warn: (warning: TaskWarning) => void;
}

/** The first batch is small, so that the threads have something to do soon. */
const firstBatch = 64;
/** Bounds memory: entries of so many batches wait for their answers, fewer of large ones. */
const mostBatchesUnderWay = 3;
const pathsUnderWay = 8192;
/** Entries that need no answer wait with the others. */
const entriesPerPath = 2;
/** After so many batches in a row that failed as a whole nothing is asked any more. */
const mostFailures = 3;

/** Answer for the files of a batch that failed as a whole, of which one warning tells. */
const alreadyTold: MetadataAnswer = { ok: false, reason: '' };

interface AskedGroup extends PlannedGroup {
  /** Its file system keeps something that can be asked about. */
  readonly isAsked: boolean;
}

type Planned = PlannedEntry | AskedGroup;

/** Finds the answers of a batch. */
interface Answers {
  /** @param position among the paths of single entries */
  ofEntry(path: MetadataPath, position: number): MetadataAnswer;
  ofPath(absolute: ByteText): MetadataAnswer;
}

/** Of a batch that failed as a whole, or of which nothing was asked. */
const noAnswers: Answers = { ofEntry: () => alreadyTold, ofPath: () => alreadyTold };

interface Batch {
  readonly items: readonly Planned[];
  readonly answers: Promise<Answers>;
  isAnswered: boolean;
}

const isGroup = (planned: Planned): planned is AskedGroup => 'group' in planned;

const bytesOf = (path: MetadataPath): ByteText =>
  typeof path === 'string' ? textToBytes(path) : Buffer.from(path).toString('latin1');

/** How many paths are asked about. */
function pathsOf(planned: Planned): number {
  if (isGroup(planned)) return planned.isAsked ? planned.group.length : 0;
  return planned.readPath === undefined ? 0 : 1;
}

const entriesOf = (planned: Planned): number => (isGroup(planned) ? planned.group.length : 1);

/** Paths of a batch, each with its end. */
function joinPaths(items: readonly Planned[]): string {
  let text = '';
  for (const planned of items) {
    if (pathsOf(planned) === 0) continue;
    if (isGroup(planned)) {
      const { folder, paths } = planned.group;
      // Not as a replacement text: a dollar sign in the name of the folder would be a pattern there.
      for (const path of paths.split(pathSeparator)) text += `${folder}${path}${pathSeparator}`;
    } else if (planned.readPath !== undefined) text += `${bytesOf(planned.readPath)}${pathSeparator}`;
  }
  return text;
}

async function readAnswers(store: FileMetadataStore, items: readonly Planned[]): Promise<Answers> {
  if (store.readJoined !== undefined) {
    const found = await store.readJoined(joinPaths(items));
    const ofPath = (absolute: ByteText): MetadataAnswer => found.get(absolute) ?? noMetadata;
    return { ofPath, ofEntry: (path) => ofPath(bytesOf(path)) };
  }
  const paths = items.flatMap((planned) => (isGroup(planned) ? [] : (planned.readPath ?? [])));
  const answers = await store.read(paths);
  // Without joined paths there are no groups.
  return { ofPath: () => alreadyTold, ofEntry: (_path, position) => answers[position] ?? alreadyTold };
}

function firstPath(items: readonly Planned[]): string {
  const first = items.find((planned) => pathsOf(planned) > 0);
  if (first === undefined) return '';
  if (!isGroup(first)) return first.shownPath();
  const { root, paths } = first.group;
  return shownPath(root, paths.split(pathSeparator, 1)[0] ?? '');
}

function writeItems(items: readonly Planned[], answers: Answers): void {
  let next = 0;
  for (const planned of items) {
    if (isGroup(planned)) planned.write(planned.isAsked ? answers.ofPath : undefined);
    else if (planned.readPath === undefined) planned.write(undefined);
    else {
      planned.write(answers.ofEntry(planned.readPath, next));
      next += 1;
    }
  }
}

/** Nothing to ask: entries are written as they come. */
function createDirect(point: PointWriter): MetadataAhead {
  return {
    handle(item) {
      if (item.type === 'group') {
        point.planGroup(item).write(undefined);
        return undefined;
      }
      const planned = point.plan(item);
      if (planned instanceof Promise) return planned.then(({ write }) => write(undefined));
      planned?.write(undefined);
      return undefined;
    },
    async finish() {},
  };
}

export function createMetadataAhead({ point, store, warn }: MetadataAheadOptions): MetadataAhead {
  if (store === undefined) return createDirect(point);
  const batchesUnderWay = Math.min(mostBatchesUnderWay, Math.ceil(pathsUnderWay / store.batchSize));
  const underWay: Batch[] = [];
  const served = new Map<bigint, boolean>();
  let items: Planned[] = [];
  let paths = 0;
  let entries = 0;
  let wanted = Math.min(firstBatch, store.batchSize);
  let failures = 0;

  const fail = (path: string, error: unknown, files: number): void => {
    failures += 1;
    // Batches that were under way when it was given up: all was said.
    if (failures > mostFailures) return;
    const cause = error instanceof AppError ? error.code : failureReason(error);
    const end = failures === mostFailures ? '; not tried any more' : '';
    warn({ code: 'file.metadataUnread', path, reason: `${cause}, ${files} entries${end}`.slice(0, 512) });
  };
  const ask = async (asked: readonly Planned[], files: number): Promise<Answers> => {
    if (files === 0 || failures >= mostFailures) return noAnswers;
    try {
      const answers = await readAnswers(store, asked);
      failures = 0;
      return answers;
    } catch (error) {
      fail(firstPath(asked), error, files);
      return noAnswers;
    }
  };
  const send = (): void => {
    if (items.length === 0) return;
    const batch: Batch = { items, answers: ask(items, paths), isAnswered: false };
    void batch.answers.then(() => {
      batch.isAnswered = true;
    });
    underWay.push(batch);
    items = [];
    paths = 0;
    entries = 0;
    wanted = Math.min(2 * wanted, store.batchSize);
  };
  const writeOldest = async (): Promise<void> => {
    const batch = underWay.shift();
    if (batch !== undefined) writeItems(batch.items, await batch.answers);
  };
  const writeReady = async (most: number): Promise<void> => {
    while (underWay.length > most || underWay[0]?.isAnswered === true) await writeOldest();
  };
  const enter = (planned: Planned): Promise<void> | undefined => {
    items.push(planned);
    paths += pathsOf(planned);
    return count(entriesOf(planned));
  };
  /** Entries that wait, also those that go with one before them. */
  const count = (more: number): Promise<void> | undefined => {
    entries += more;
    if (paths < wanted && entries < entriesPerPath * wanted) return undefined;
    send();
    const isReady = underWay.length > batchesUnderWay || underWay[0]?.isAnswered === true;
    return isReady ? writeReady(batchesUnderWay) : undefined;
  };
  /** Asks once per file system whether it keeps anything. */
  const onServed = (
    device: bigint,
    path: MetadataPath,
    go: (isServed: boolean) => Promise<void> | undefined,
  ) => {
    const known = served.get(device);
    if (known !== undefined) return go(known);
    return store
      .isServed(path)
      .catch(() => true)
      .then((answer) => {
        served.set(device, answer);
        return go(answer);
      });
  };
  const add = (planned: PlannedEntry): Promise<void> | undefined => {
    const { readPath, device } = planned;
    if (readPath === undefined) return enter(planned);
    return onServed(device, readPath, (isServed) =>
      enter(isServed ? planned : { ...planned, readPath: undefined }),
    );
  };
  const addGroup = (planned: PlannedGroup): Promise<void> | undefined => {
    const { group } = planned;
    const [first = ''] = group.paths.split(pathSeparator, 1);
    const path = nativeFromBytes(group.folder + first);
    return onServed(group.device, path, (isServed) => enter({ ...planned, isAsked: isServed }));
  };
  return {
    handle(item) {
      if (item.type === 'group') return addGroup(point.planGroup(item));
      const planned = point.plan(item);
      if (planned === undefined) return count(1);
      return planned instanceof Promise ? planned.then(add) : add(planned);
    },
    async finish() {
      send();
      await writeReady(0);
    },
  };
}
