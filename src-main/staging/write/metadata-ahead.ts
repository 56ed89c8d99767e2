/** @file Worker thread: metadata of entries, asked for in batches while earlier ones are packed. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { FileMetadataStore, MetadataAnswer, MetadataPath } from '../../platform/ports/file-metadata.ts';
import { failureReason, type ScanEvent } from '../scan/scan.ts';
import type { PlannedEntry, PointWriter } from './point-writer.ts';

/** Takes what the walk meets; entries are written in order, some time later. */
export interface MetadataAhead {
  /** @returns a promise only when the walk has to wait */
  handle(event: ScanEvent): Promise<void> | undefined;
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

interface Batch {
  readonly entries: readonly PlannedEntry[];
  readonly answers: Promise<readonly MetadataAnswer[] | undefined>;
  isAnswered: boolean;
}

/** Nothing to ask: entries are written as they come. */
function createDirect(point: PointWriter): MetadataAhead {
  return {
    handle(event) {
      const planned = point.plan(event);
      if (planned instanceof Promise) return planned.then(({ write }) => write(undefined));
      planned.write(undefined);
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
  let entries: PlannedEntry[] = [];
  let paths: MetadataPath[] = [];
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
  const ask = async (asked: readonly MetadataPath[], first: string) => {
    if (asked.length === 0 || failures >= mostFailures) return undefined;
    try {
      const answers = await store.read(asked);
      failures = 0;
      return answers;
    } catch (error) {
      fail(first, error, asked.length);
      return undefined;
    }
  };
  const send = (): void => {
    if (entries.length === 0) return;
    const first = entries.find(({ readPath }) => readPath !== undefined)?.shownPath() ?? '';
    const batch: Batch = { entries, answers: ask(paths, first), isAnswered: false };
    void batch.answers.then(() => {
      batch.isAnswered = true;
    });
    underWay.push(batch);
    entries = [];
    paths = [];
    wanted = Math.min(2 * wanted, store.batchSize);
  };
  const writeOldest = async (): Promise<void> => {
    const batch = underWay.shift();
    const answers = await batch?.answers;
    let next = 0;
    for (const { readPath, write } of batch?.entries ?? []) {
      write(readPath === undefined ? undefined : (answers?.[next] ?? alreadyTold));
      if (readPath !== undefined) next += 1;
    }
  };
  const writeReady = async (most: number): Promise<void> => {
    while (underWay.length > most || underWay[0]?.isAnswered === true) await writeOldest();
  };
  const isServed = async (device: bigint, path: MetadataPath): Promise<boolean> => {
    const answer = await store.isServed(path).catch(() => true);
    served.set(device, answer);
    return answer;
  };
  const enter = (planned: PlannedEntry): Promise<void> | undefined => {
    entries.push(planned);
    if (planned.readPath !== undefined) paths.push(planned.readPath);
    if (paths.length < wanted && entries.length < entriesPerPath * wanted) return undefined;
    send();
    const isReady = underWay.length > batchesUnderWay || underWay[0]?.isAnswered === true;
    return isReady ? writeReady(batchesUnderWay) : undefined;
  };
  const add = (planned: PlannedEntry): Promise<void> | undefined => {
    const { readPath, device } = planned;
    if (readPath === undefined) return enter(planned);
    const known = served.get(device);
    if (known === undefined) return isServed(device, readPath).then(() => add(planned));
    return enter(known ? planned : { ...planned, readPath: undefined });
  };
  return {
    handle(event) {
      const planned = point.plan(event);
      return planned instanceof Promise ? planned.then(add) : add(planned);
    },
    async finish() {
      send();
      await writeReady(0);
    },
  };
}
