/** @file Worker thread: what a running backup tells of itself, and what its disk lacks. */
import type { Waiting } from '../../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { createBottleneckGauge } from '../pack/bottleneck.ts';
import type { PackPool } from '../pack/pack-pool.ts';
import { freeBytes, remainingBytes } from './free-space.ts';
import { createProgressMeter } from './progress-meter.ts';
import type { SizeWatch } from './size-watch.ts';

export interface PointProgressOptions {
  /** The staging location, which takes the catalog. */
  readonly folder: string;
  /** Where volumes go at this moment. */
  readonly volumeFolder: () => string;
  readonly threads: number;
  readonly pool: PackPool;
  readonly size: Pick<SizeWatch, 'totals'>;
  readonly control: WorkerControl;
  /** Bytes of the catalog so far; they are written twice more at the end. */
  readonly catalogBytes: () => number;
}

export interface PointProgress {
  /** Bytes that threads cannot write, since a folder is full; 0: they go on. */
  onFull(heldBytes: number, folder: string): void;
  /** A file that needed no reading. */
  onUnread(bytes: number): void;
  onFiles(count: number): void;
  /** What the volumes still need beyond what is free, judged by what the source has come to so far. At least 1. */
  missingBytes(): number;
  /** The same for the catalog, which has to be written twice more at the end. */
  missingCatalogBytes(): number;
  /** Reports, at most ten times a second. */
  show(): void;
  /** Reports the last figures. */
  end(): void;
}

/** Every so many files the figures are worth a look between two ticks of the clock. */
const filesPerLook = 256;
/** The descriptor and its mirror. */
const catalogCopies = 2;

function beyondFree(neededBytes: number, folder: string): number {
  return Math.max(1, Math.ceil(neededBytes - (freeBytes(folder) ?? 0)));
}

export function createPointProgress(options: PointProgressOptions): PointProgress {
  const { folder, volumeFolder, threads, pool, size, control } = options;
  let heldBytes = 0;
  let fullFolder = folder;
  let unreadBytes = 0;
  let files = 0;
  const doneBytes = (): number => pool.readBytes + unreadBytes;
  const missingBytes = (path = volumeFolder()): number => {
    const done = doneBytes();
    const writtenBytes = pool.writtenBytes + pool.heldBytes;
    const totalBytes = size.totals?.totalBytes ?? done;
    const catalog = path === folder ? options.catalogBytes() * catalogCopies : 0;
    const needed = pool.heldBytes + remainingBytes({ doneBytes: done, totalBytes, writtenBytes }) + catalog;
    return beyondFree(needed, path);
  };
  const waiting = (): Waiting | undefined =>
    heldBytes > 0
      ? { reason: 'stagingSpace', missingBytes: missingBytes(fullFolder), path: fullFolder }
      : undefined;
  const gauge = createBottleneckGauge(threads, performance.now());
  const meter = createProgressMeter(control, () => ({
    writtenBytes: pool.writtenBytes,
    bottleneck: gauge.look(pool.times, performance.now()),
    waiting: waiting(),
    ...size.totals,
  }));
  meter.restart(size.totals ?? {});
  const show = (): void => meter.set(doneBytes(), files);
  return {
    onFull(bytes, full) {
      heldBytes = bytes;
      fullFolder = full;
    },
    onUnread(bytes) {
      unreadBytes += bytes;
    },
    onFiles(count) {
      const looks = Math.floor(files / filesPerLook);
      files += count;
      if (Math.floor(files / filesPerLook) > looks) show();
    },
    missingBytes: () => missingBytes(),
    missingCatalogBytes: () =>
      volumeFolder() === folder ? missingBytes() : beyondFree(options.catalogBytes() * catalogCopies, folder),
    show,
    end() {
      show();
      meter.flush();
    },
  };
}
