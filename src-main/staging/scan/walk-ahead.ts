/** @file Worker thread of the backup: the walk over the source, in this thread or, for more than a little, in one of its own. */
import { Worker } from 'node:worker_threads';
import { fromErrorData } from '../../../src-shared/errors/app-error.ts';
import { workerUrl } from '../../platform/node/worker-task.ts';
import { EventGatherer, EventReader, type ScanItem } from './event-batch.ts';
import type { Selection } from './open-selection.ts';
import { type ScanOptions, scan } from './scan.ts';
import type { SourceRoot } from './source-root.ts';
import type { FromWalk, WalkStart, WalkTotals } from './walk-messages.ts';

/** What the walk meets, in order, some hundred events at a time. To be read once. */
export interface Walk {
  /**
   * Also empty ones, while a slow walk finds nothing, so that a stop is heard.
   * @param isGrouping entries that need no second thought come in groups
   */
  batches(isGrouping?: boolean): AsyncIterable<readonly ScanItem[]>;
  /** Ends the walk wherever it is. */
  close(): Promise<void>;
}

export interface WalkListener {
  /** The walk waits for the backup, so it will not tell the totals soon. */
  onHeld(): void;
  onEnd(totals: WalkTotals): void;
}

/** Walks in this thread, as far as the backup asks for more. */
export function walkInline(roots: readonly SourceRoot[], options: ScanOptions): Walk {
  return {
    async *batches(isGrouping) {
      const gatherer = new EventGatherer();
      const reader = new EventReader(isGrouping);
      for (const event of scan(roots, options)) {
        const full = gatherer.add(event);
        if (full !== undefined) yield reader.read(full);
      }
      yield reader.read(gatherer.take());
    },
    async close() {},
  };
}

/** A walk through what is left out, or over a slow share, may tell nothing for long. */
const lookUpMilliseconds = 200;

/** A small nursery gives back soon what lives for a moment only. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/**
 * Walks in a thread of its own, which runs ahead: `lstat` of a million files takes seconds that the backup then need not wait for.
 * @throws what the walk threw, from `batches`
 */
export function walkAhead(selection: Selection, outputFolder: string, listener: WalkListener): Walk {
  const held = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const heldWords = new Int32Array(held);
  const start: WalkStart = { selection, outputFolder, held };
  const worker = new Worker(workerUrl('walk'), { workerData: start, resourceLimits });
  const found: Extract<FromWalk, { kind: 'batch' }>['batch'][] = [];
  let isEnded = false;
  let failure: unknown;
  let wake: (() => void) | undefined;
  const wakeUp = (): void => {
    wake?.();
    wake = undefined;
  };
  const fail = (error: unknown): void => {
    failure ??= error;
    wakeUp();
  };
  worker.on('message', (message: FromWalk) => {
    switch (message.kind) {
      case 'batch':
        found.push(message.batch);
        break;
      case 'held':
        listener.onHeld();
        return;
      case 'end':
        isEnded = true;
        listener.onEnd(message.totals);
        break;
      case 'failed':
        fail(fromErrorData(message.error));
        break;
    }
    wakeUp();
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    if (!isEnded) fail(new Error('the walking thread ended early'));
  });
  const isWokenSoon = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), lookUpMilliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  return {
    async *batches(isGrouping) {
      const reader = new EventReader(isGrouping);
      for (;;) {
        const batch = found.shift();
        if (batch !== undefined) {
          Atomics.sub(heldWords, 0, batch.sizeBytes);
          Atomics.notify(heldWords, 0);
          yield reader.read(batch);
        } else if (failure !== undefined) throw failure;
        else if (isEnded) return;
        else if (!(await isWokenSoon())) yield [];
      }
    },
    async close() {
      worker.removeAllListeners('exit');
      await worker.terminate();
    },
  };
}
