/** @file Worker thread: hands files to the threads that write them: small ones in batches of neighbours, large ones in segments. */
import type { JobPool } from '../../platform/node/thread-pool.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import { chunkListsOf, type FileLine, numbersPerChunk } from '../format/catalog-entry.ts';
import { attributeCharacters } from './attribute-budget.ts';
import type { FileExtras } from './entry-extras.ts';
import { beginOrders, type FileOrder } from './file-order.ts';
import { createLargeFiles } from './large-files.ts';
import type { RestoreJournal } from './restore-journal.ts';
import type { TemporaryNames } from './temporary-names.ts';
import { packFiles, type UnpackJob, type UnpackProblem } from './unpack-jobs.ts';

export type UnpackPool = JobPool<UnpackJob, readonly UnpackProblem[]>;

export interface DispatcherOptions {
  readonly pool: UnpackPool;
  readonly journal: RestoreJournal;
  readonly temporaryName: TemporaryNames;
  /** Content is read and nothing is written. */
  readonly isCheck: boolean;
  /** What of a file goes beside its content; in a check, what is read beside it. */
  readonly extrasOf: (line: FileLine) => FileExtras | undefined;
  /** Sets metadata of large files; others get it where they are written. */
  readonly store: FileMetadataStore | undefined;
  /** Bytes from which on a file is written in segments of that length. */
  readonly segmentBytes: number;
  /** Told of a file written in segments; of the others the threads tell. */
  readonly onLargeFile: () => void;
}

export interface FileDispatcher {
  /** Waits while enough is under way. @throws what stopped the restore */
  add(order: FileOrder): Promise<void>;
  /** Waits until all that was added is done. @throws what stopped the restore */
  settle(): Promise<void>;
  /** After the pool was closed: waits until nothing half-written is left. */
  abandon(): Promise<void>;
}

/** A batch ends where the next file begins a new block, so that no two threads decode the same one. */
const fullBatchFiles = 256;
const fullBatchBytes = 4 * 1024 * 1024;
const largestBatchFiles = 4 * fullBatchFiles;
const largestBatchBytes = 4 * fullBatchBytes;

/** Bytes of memory that a line takes, about: what is beside the content of a file may be far more than that. */
function weightOf(line: FileLine): number {
  const numbers = chunkListsOf(line).reduce((sum, chunks) => sum + chunks.length, 0);
  return line.path.length + attributeCharacters(line) + numbers * Float64Array.BYTES_PER_ELEMENT;
}

function startsNewBlock(previous: FileOrder | undefined, next: FileOrder): boolean {
  const last = previous?.line.chunks.slice(-numbersPerChunk) ?? [];
  const { chunks } = next.line;
  return last[0] !== chunks[0] || last[1] !== chunks[1];
}

export function createFileDispatcher(options: DispatcherOptions): FileDispatcher {
  const { pool, journal, isCheck } = options;
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let batch: FileOrder[] = [];
  let batchBytes = 0;
  let batchWeight = 0;
  const track = (work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(tracked));
    running.add(tracked);
  };
  const requireSound = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  const finishBatch = (orders: readonly FileOrder[], problems: readonly UnpackProblem[]): void => {
    const byIndex = new Map(problems.map((problem) => [problem.index, problem]));
    const done: number[] = [];
    for (const [index, { onDone, ordinal }] of orders.entries()) {
      const problem = byIndex.get(index);
      if (problem === undefined) onDone({ kind: 'whole' });
      else if (problem.kind === 'attribute') onDone({ kind: 'whole', attributeFailure: problem.reason });
      else onDone({ kind: problem.kind, reason: problem.reason });
      if (problem === undefined || problem.kind === 'attribute') done.push(ordinal);
    }
    if (!isCheck) journal.done(done);
  };
  const send = async (): Promise<void> => {
    const orders = batch;
    batch = [];
    batchBytes = 0;
    batchWeight = 0;
    if (orders.length === 0) return;
    await pool.room();
    requireSound();
    if (!isCheck) beginOrders(journal, orders);
    const files = packFiles(orders, options.extrasOf);
    const job = { kind: 'files', files, isCheck } as const;
    const answer = pool.run(job, [files.numbers.buffer, files.chunks.buffer]);
    track(answer.then((problems) => finishBatch(orders, problems)));
  };
  const large = createLargeFiles({ ...options, track });
  return {
    async add(order) {
      const { size } = order.line;
      if (size >= options.segmentBytes) {
        await send();
        requireSound();
        await large.write(order);
        return;
      }
      const isFull = batch.length >= fullBatchFiles || batchBytes >= fullBatchBytes;
      const weight = weightOf(order.line);
      const isLargest =
        batch.length >= largestBatchFiles ||
        batchBytes + size > largestBatchBytes ||
        batchWeight + weight > largestBatchBytes;
      if (isLargest || (isFull && startsNewBlock(batch.at(-1), order))) await send();
      batch.push(order);
      batchBytes += size;
      batchWeight += weight;
    },
    async settle() {
      await send();
      while (running.size > 0) await Promise.race(running);
      requireSound();
    },
    async abandon() {
      while (running.size > 0) await Promise.race(running);
    },
  };
}
