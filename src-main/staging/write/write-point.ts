/** @file Worker thread: writes the volumes and the catalog of one recovery point. */
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { type ScanOptions, scan } from '../scan/scan.ts';
import type { SourceRoot } from '../scan/source-root.ts';
import type { VolumeRow } from '../staging-types.ts';
import { type CatalogSpool, createCatalogWriter } from './catalog-writer.ts';
import { createChunkStore } from './chunk-store.ts';
import type { ChunkTable } from './chunk-table.ts';
import { freeBytes, noSpace, remainingBytes } from './free-space.ts';
import { createPointWriter, type PointCounts, type PreviousPoint } from './point-writer.ts';
import { createProgressMeter } from './progress-meter.ts';
import { createFileReader } from './source-file.ts';
import { createVolumeWriter, type SetIdentity } from './volume-writer.ts';
import type { WriteLimits } from './write-limits.ts';

export interface WritePointOptions {
  readonly folder: string;
  readonly set: SetIdentity;
  readonly limits: WriteLimits;
  readonly roots: readonly SourceRoot[];
  readonly scanOptions: ScanOptions;
  /** Chunks that need not be written again. */
  readonly table: ChunkTable;
  readonly firstNumber: number;
  readonly previous: PreviousPoint | undefined;
  readonly totals: { readonly totalBytes: number; readonly totalFiles: number };
  readonly now: () => string;
  readonly control: WorkerControl;
  readonly warn: (warning: TaskWarning) => void;
}

export interface WrittenPoint {
  readonly counts: PointCounts;
  readonly catalog: CatalogSpool;
  readonly newRows: readonly VolumeRow[];
  readonly usedVolumes: ReadonlySet<number>;
}

/**
 * Walks, reads, cuts, packs. After a failure no half-written volume is left; finished ones stay for the next run.
 * @throws AppError `staging.noSpace` with the bytes that are missing, `staging.writeFailed`, `task.stopped`
 */
export async function writePoint(options: WritePointOptions): Promise<WrittenPoint> {
  const { folder, set, limits, control } = options;
  const volumes = createVolumeWriter({
    folder,
    set,
    volumeBytes: limits.volumeBytes,
    firstNumber: options.firstNumber,
    now: options.now,
  });
  const store = createChunkStore(volumes, options.table, limits);
  const meter = createProgressMeter(control, () => ({ writtenBytes: volumes.writtenBytes }));
  meter.restart(options.totals);
  const catalog = createCatalogWriter(folder, set.baseName, store);
  try {
    const reader = createFileReader(store, limits, meter.add);
    const point = createPointWriter({
      catalog,
      reader,
      previous: options.previous,
      warn: options.warn,
      onUnread: meter.add,
    });
    for (const event of scan(options.roots, options.scanOptions)) {
      const waiting = point.handle(event);
      if (waiting !== undefined) await waiting;
      meter.add(0, event.type === 'entry' && event.kind === 'file' ? 1 : 0);
    }
    const spool = catalog.finish();
    volumes.finish();
    meter.flush();
    return {
      counts: point.counts,
      catalog: spool,
      newRows: volumes.finished,
      usedVolumes: catalog.usedVolumes,
    };
  } catch (error) {
    const { writtenBytes, openBytes } = volumes;
    volumes.discard();
    catalog.discard();
    if (!(error instanceof AppError) || error.code !== 'staging.noSpace') throw error;
    const outlook = { doneBytes: meter.doneBytes, totalBytes: options.totals.totalBytes, writtenBytes };
    throw noSpace(folder, openBytes + remainingBytes(outlook) - (freeBytes(folder) ?? 0));
  }
}
