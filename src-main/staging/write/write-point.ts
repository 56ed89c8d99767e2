/** @file Worker thread: writes the volumes and the catalog of one recovery point. */
import type { TaskWarning, Waiting } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import { createBottleneckGauge } from '../pack/bottleneck.ts';
import { ChunkIndex, type ChunkIndexMemory } from '../pack/chunk-index.ts';
import { createFileDispatcher } from '../pack/file-dispatcher.ts';
import { createPackPool, defaultPackThreads, type PackPool } from '../pack/pack-pool.ts';
import { type ScanOptions, scan } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import { type CatalogSpool, createCatalogSpool } from './catalog-spool.ts';
import { createCatalogWriter } from './catalog-writer.ts';
import { createEntryQueue } from './entry-queue.ts';
import { freeBytes, noSpace, remainingBytes } from './free-space.ts';
import { createMetadataAhead } from './metadata-ahead.ts';
import { emptyCounts, type PointCounts } from './point-counts.ts';
import { createPointWriter, type PreviousPoint } from './point-writer.ts';
import { createProgressMeter } from './progress-meter.ts';
import type { SizeWatch } from './size-watch.ts';
import type { WriteLimits } from './write-limits.ts';

export interface WritePointOptions {
  readonly folder: string;
  readonly set: SetIdentity;
  readonly limits: WriteLimits;
  readonly roots: readonly SourceRoot[];
  readonly scanOptions: ScanOptions;
  /** Chunks that need not be written again. */
  readonly index: ChunkIndexMemory;
  readonly firstNumber: number;
  readonly previous: PreviousPoint | undefined;
  /** Tells what files have beside their content; undefined: nothing does. */
  readonly metadata: FileMetadataStore | undefined;
  /** What there is in all, known from the start or some time later. */
  readonly size: Pick<SizeWatch, 'totals' | 'verdict'>;
  /** Start of the walk by this computer's own clock. */
  readonly scanStartedAt: string;
  /** Milliseconds by which the job's clock is ahead of this computer's. */
  readonly clockOffset: number;
  /** Packing threads; absent: as many as this computer is good for. */
  readonly threads: number | undefined;
  /** What the backup may take at each moment (`readSpeedLimit`). */
  readonly speedLimit: SharedArrayBuffer | undefined;
  /** A full disk is waited for instead of ending the work. */
  readonly waitsForSpace: boolean;
  /** Told about every volume that has its final name. */
  readonly onVolume: (row: VolumeRow) => void;
  readonly control: WorkerControl;
  readonly warn: (warning: TaskWarning) => void;
}

export interface WrittenPoint {
  readonly counts: PointCounts;
  readonly catalog: CatalogSpool;
  readonly newRows: readonly VolumeRow[];
  readonly usedVolumes: ReadonlySet<number>;
}

/** Entries that may wait for their content; bounds memory, and is far more than the threads have in hand. */
const maximumWaiting = 6144;
const progressEveryMilliseconds = 100;
/** How often the catalog is written for a run after a kill: often in a young run, less so in one that goes on for hours. */
const firstCheckpointMilliseconds = 100;
const checkpointMilliseconds = 5000;
const checkpointShare = 1 / 20;

function openPool(
  options: WritePointOptions,
  threads: number,
  rows: VolumeRow[],
  onFull: (heldBytes: number) => void,
): PackPool {
  const { folder, set, limits, index, clockOffset, firstNumber, control, speedLimit } = options;
  return createPackPool({
    folder,
    set,
    limits,
    index,
    clockOffset,
    firstNumber,
    state: control.state,
    speedLimit,
    waitsForSpace: options.waitsForSpace,
    threads,
    onFull,
    onVolume(row) {
      rows.push(row);
      options.onVolume(row);
    },
  });
}

/**
 * Walks, reads, cuts, packs. After a failure finished volumes stay for the next run, and so does what was written of the others.
 * @throws AppError `staging.noSpace` with the bytes that are missing, `staging.writeFailed`, `task.stopped`
 */
export async function writePoint(options: WritePointOptions): Promise<WrittenPoint> {
  const { folder, set, control } = options;
  const newRows: VolumeRow[] = [];
  const counts = emptyCounts();
  const spool = createCatalogSpool(folder, set, options.scanStartedAt);
  const catalog = createCatalogWriter(spool);
  const threads = options.threads ?? defaultPackThreads();
  let isWaiting = false;
  const pool = openPool(options, threads, newRows, (heldBytes) => {
    isWaiting = heldBytes > 0;
  });
  let unreadBytes = 0;
  let doneFiles = 0;
  const doneBytes = (): number => pool.readBytes + unreadBytes;
  const missing = (): number => Math.max(1, Math.ceil(missingBytes(options, pool, doneBytes())));
  const waiting = (): Waiting | undefined =>
    isWaiting ? { reason: 'stagingSpace', missingBytes: missing(), path: folder } : undefined;
  const gauge = createBottleneckGauge(threads, performance.now());
  const meter = createProgressMeter(control, () => ({
    writtenBytes: pool.writtenBytes,
    bottleneck: gauge.look(pool.times, performance.now()),
    waiting: waiting(),
    ...options.size.totals,
  }));
  meter.restart(options.size.totals ?? {});
  options.size.verdict.catch((error: unknown) => {
    if (!options.waitsForSpace) pool.fail(error);
  });
  const showProgress = (): void => {
    meter.set(doneBytes(), doneFiles);
  };
  const startedAt = performance.now();
  let checkpointAt = startedAt;
  let timer: NodeJS.Timeout | undefined;
  try {
    const dispatcher = createFileDispatcher(pool);
    const queue = createEntryQueue({ catalog, index: new ChunkIndex(options.index), dispatcher, counts });
    const onUnread = (bytes: number): void => {
      unreadBytes += bytes;
    };
    const { previous, warn } = options;
    const metadataKind = options.metadata?.kind;
    const writer = createPointWriter({ queue, counts, previous, warn, metadataKind, onUnread });
    const point = createMetadataAhead({ point: writer, store: options.metadata, warn });
    const checkpoint = (): void => {
      const age = performance.now() - startedAt;
      const wanted = Math.min(
        checkpointMilliseconds,
        Math.max(firstCheckpointMilliseconds, age * checkpointShare),
      );
      if (performance.now() - checkpointAt < wanted) return;
      checkpointAt = performance.now();
      queue.drain();
      catalog.flush();
    };
    timer = setInterval(() => {
      showProgress();
      try {
        checkpoint();
      } catch (error) {
        pool.fail(error);
      }
    }, progressEveryMilliseconds);
    const settle = async (most: number): Promise<void> => {
      queue.drain();
      while (pool.isBusy || queue.length > most) {
        if (!pool.isBusy) {
          dispatcher.flush();
          if (queue.waitsForGathering) pool.flush();
        }
        await pool.answer();
        queue.drain();
      }
    };
    for (const event of scan(options.roots, options.scanOptions)) {
      control.throwIfStopped();
      const lookingUp = point.handle(event);
      if (lookingUp !== undefined) await lookingUp;
      doneFiles += event.type === 'entry' && event.kind === 'file' ? 1 : 0;
      if (doneFiles % 256 === 0) showProgress();
      if (pool.isBusy || queue.length > maximumWaiting) await settle(maximumWaiting);
    }
    await point.finish();
    dispatcher.flush();
    await settle(0);
    await pool.finish();
    queue.drain();
    const written = catalog.finish();
    showProgress();
    meter.flush();
    return { counts, catalog: written, newRows, usedVolumes: catalog.usedVolumes };
  } catch (error) {
    throw isFull(error) ? noSpace(folder, missing()) : error;
  } finally {
    spool.leave();
    clearInterval(timer);
    await pool.close();
  }
}

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'staging.noSpace';
}

/** What the disk still has to take, judged by what the source has come to so far. */
function missingBytes({ folder, size }: WritePointOptions, pool: PackPool, doneBytes: number): number {
  const writtenBytes = pool.writtenBytes + pool.heldBytes;
  const totalBytes = size.totals?.totalBytes ?? doneBytes;
  const remaining = remainingBytes({ doneBytes, totalBytes, writtenBytes });
  return pool.heldBytes + remaining - (freeBytes(folder) ?? 0);
}
