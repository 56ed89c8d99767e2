/** @file Worker thread: writes the volumes and the catalog of one recovery point. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import type { KeySlot } from '../format/keys.ts';
import { folderForVolumes, readFurtherFolders } from '../further-folders.ts';
import { ChunkIndex, type ChunkIndexMemory } from '../pack/chunk-index.ts';
import { createFileDispatcher, type FileDispatcher } from '../pack/file-dispatcher.ts';
import { createKeysCell, noteKeys } from '../pack/keys-cell.ts';
import { createPackPool, defaultPackThreads, type PackPool } from '../pack/pack-pool.ts';
import type { ScanItem } from '../scan/event-batch.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import type { Walk } from '../scan/walk-ahead.ts';
import type { SetIdentity, VolumeRow } from '../staging-types.ts';
import { type CatalogSpool, createCatalogSpool, type SpoolWriter } from './catalog-spool.ts';
import { type CatalogWriter, createCatalogWriter } from './catalog-writer.ts';
import { type Checkpoint, createCheckpoint } from './checkpoint.ts';
import { createEntryQueue, type EntryQueue } from './entry-queue.ts';
import { noSpace } from './free-space.ts';
import { createMetadataAhead, type MetadataAhead } from './metadata-ahead.ts';
import { emptyCounts, type PointCounts } from './point-counts.ts';
import { createPointProgress, type PointProgress } from './point-progress.ts';
import { createPointWriter, type PreviousPoint } from './point-writer.ts';
import { noteFurtherFolders } from './set-state.ts';
import type { SizeWatch } from './size-watch.ts';
import type { SpaceWait } from './space-wait.ts';
import type { WriteLimits } from './write-limits.ts';

export interface WritePointOptions {
  readonly folder: string;
  readonly set: SetIdentity;
  /** Resolves once the keys are durable (`OpenSet`). */
  readonly keySlots: Promise<readonly KeySlot[]>;
  readonly limits: WriteLimits;
  readonly roots: readonly SourceRoot[];
  /** The walk over the roots; whoever began it ends it. */
  readonly walk: Walk;
  /** Chunks that need not be written again. */
  readonly index: ChunkIndexMemory;
  readonly firstNumber: number;
  readonly previous: PreviousPoint | undefined;
  /** Tells what files have beside their content; undefined: nothing does. */
  readonly metadata: FileMetadataStore | undefined;
  /** What there is in all, known from the start or some time later. */
  readonly size: Pick<SizeWatch, 'totals' | 'verdict'>;
  /** Start of the walk by this computer's own clock, or a moment before. */
  readonly scanStartedAt: string;
  /** Milliseconds by which the job's clock is ahead of this computer's. */
  readonly clockOffset: number;
  /** It is known to be more than a thread does in a moment. */
  readonly isLarge: boolean;
  /** Packing threads; absent: as many as this computer is good for. */
  readonly threads: number | undefined;
  /** What the backup may take at each moment (`readSpeedLimit`). */
  readonly speedLimit: SharedArrayBuffer | undefined;
  /** A full disk is waited for instead of ending the work. */
  readonly waitsForSpace: boolean;
  /** Where volumes go when the folder is full (`readFurtherFolders`). */
  readonly furtherFolders?: SharedArrayBuffer | undefined;
  /** How the catalog meets a full disk. */
  readonly space: SpaceWait;
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
const lookEveryMilliseconds = 100;

/** A recovery point that is being written. */
class PointRun {
  readonly #options: WritePointOptions;
  readonly #rows: VolumeRow[] = [];
  readonly #counts: PointCounts = emptyCounts();
  readonly #spool: SpoolWriter;
  readonly #catalog: CatalogWriter;
  readonly #pool: PackPool;
  readonly #progress: PointProgress;
  readonly #dispatcher: FileDispatcher;
  readonly #queue: EntryQueue;
  readonly #point: MetadataAhead;
  readonly #checkpoint: Checkpoint;
  readonly #timer: NodeJS.Timeout;
  readonly #keysCell = createKeysCell();
  #hasKeys = false;
  #notedFolders = 0;

  constructor(options: WritePointOptions) {
    const { folder, set, size, control, previous, warn, space, metadata: store } = options;
    this.#options = options;
    this.#spool = createCatalogSpool(folder, set, options.scanStartedAt, space);
    this.#catalog = createCatalogWriter(this.#spool);
    const threads = options.threads ?? defaultPackThreads();
    this.#pool = this.#openPool(threads);
    this.#progress = createPointProgress({
      ...{ folder, threads, pool: this.#pool, size, control },
      volumeFolder: () => folderForVolumes(folder, options.furtherFolders),
      catalogBytes: () => this.#spool.position,
    });
    space.expect(() => this.#progress.missingCatalogBytes());
    this.#dispatcher = createFileDispatcher(this.#pool);
    const parts = { catalog: this.#catalog, dispatcher: this.#dispatcher, counts: this.#counts };
    this.#queue = createEntryQueue({ ...parts, index: new ChunkIndex(options.index) });
    const onUnread = (bytes: number): void => this.#progress.onUnread(bytes);
    const metadataKind = store?.kind;
    const queues = { queue: this.#queue, counts: this.#counts };
    const point = createPointWriter({ ...queues, previous, warn, metadataKind, onUnread });
    this.#point = createMetadataAhead({ point, store, warn });
    this.#checkpoint = createCheckpoint(() => this.#writeCatalog());
    this.#timer = setInterval(() => this.#look(), lookEveryMilliseconds);
    options.keySlots.then(
      () => {
        this.#hasKeys = true;
        noteKeys(this.#keysCell);
      },
      (error: unknown) => this.#pool.fail(error),
    );
    size.verdict.catch((error: unknown) => {
      if (!options.waitsForSpace) this.#pool.fail(error);
    });
  }

  /** Bytes that the disk lacks. */
  get missingBytes(): number {
    return this.#progress.missingBytes();
  }

  /** Takes what the walk meets next. @returns a promise only when the walk has to wait */
  take(item: ScanItem): Promise<void> | undefined {
    this.#options.control.throwIfStopped();
    const lookingUp = this.#point.handle(item);
    if (lookingUp !== undefined) return lookingUp.then(() => this.#count(item));
    return this.#count(item);
  }

  /** Waits for all content, then ends catalog and volumes. */
  async finish(): Promise<WrittenPoint> {
    await this.#point.finish();
    this.#dispatcher.flush();
    await this.#settle(0);
    await this.#pool.finish();
    this.#queue.drain();
    const catalog = this.#catalog.finish();
    this.#progress.end();
    return {
      counts: this.#counts,
      catalog,
      newRows: this.#rows,
      usedVolumes: this.#catalog.usedVolumes,
    };
  }

  /** Ends the threads. What is not finished stays for the next run. */
  async close(): Promise<void> {
    this.#spool.leave();
    clearInterval(this.#timer);
    await this.#pool.close();
  }

  #openPool(threads: number): PackPool {
    const { folder, set, limits, index, clockOffset, firstNumber, speedLimit, waitsForSpace, control } =
      this.#options;
    return createPackPool({
      ...{ folder, set, limits, index, clockOffset, firstNumber, speedLimit, waitsForSpace, threads },
      startsAtOnce: this.#options.isLarge,
      keys: this.#keysCell,
      state: control.state,
      furtherFolders: this.#options.furtherFolders,
      onFull: (heldBytes, full) => this.#progress.onFull(heldBytes, full),
      onVolume: (row) => {
        this.#rows.push(row);
        this.#options.onVolume(row);
      },
    });
  }

  #count(item: ScanItem): Promise<void> | undefined {
    if (item.type === 'group') this.#progress.onFiles(item.files);
    else if (item.type === 'entry' && item.kind === 'file') this.#progress.onFiles(1);
    const isFull = this.#pool.isBusy || this.#queue.length > maximumWaiting;
    return isFull ? this.#settle(maximumWaiting) : undefined;
  }

  /** Waits until the threads can take more and at most so many entries wait for their content. */
  async #settle(most: number): Promise<void> {
    this.#queue.drain();
    while (this.#pool.isBusy || this.#queue.length > most) {
      if (!this.#pool.isBusy) {
        this.#dispatcher.flush();
        if (this.#queue.waitsForGathering) this.#pool.flush();
      }
      await this.#pool.answer();
      this.#queue.drain();
    }
  }

  #writeCatalog(): void {
    this.#queue.drain();
    this.#catalog.flush();
  }

  /** A folder that was added becomes durable in the run's page. */
  #noteFolders(): void {
    const { folder, set, space, furtherFolders } = this.#options;
    const folders = readFurtherFolders(furtherFolders);
    if (!this.#hasKeys || folders.length === this.#notedFolders) return;
    noteFurtherFolders(folder, set, folders, space);
    this.#notedFolders = folders.length;
  }

  #look(): void {
    this.#progress.show();
    try {
      this.#noteFolders();
      this.#checkpoint.look();
    } catch (error) {
      this.#pool.fail(error);
    }
  }
}

/**
 * Walks, reads, cuts, packs. After a failure finished volumes stay for the next run, and so does what was written of the others.
 * @throws AppError `staging.noSpace` with the bytes that are missing, `staging.writeFailed`, `task.stopped`
 */
export async function writePoint(options: WritePointOptions): Promise<WrittenPoint> {
  const run = new PointRun(options);
  try {
    const { previous, metadata } = options;
    // Lines of an earlier point, and answers of Windows on whether a file may be read at all, are looked at entry by entry.
    const isGrouping =
      previous === undefined && (metadata === undefined || metadata.readJoined !== undefined);
    for await (const items of options.walk.batches(isGrouping)) {
      options.control.throwIfStopped();
      for (const item of items) {
        const waiting = run.take(item);
        if (waiting !== undefined) await waiting;
      }
    }
    return await run.finish();
  } catch (error) {
    const isFull = error instanceof AppError && error.code === 'staging.noSpace';
    throw isFull ? noSpace(options.folder, run.missingBytes) : error;
  } finally {
    await run.close();
  }
}
