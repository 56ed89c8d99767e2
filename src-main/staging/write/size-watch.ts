/** @file Worker thread: counts the selection in a thread of its own, while the backup may have begun already. */
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { quietControl } from '../../platform/node/quiet-control.ts';
import { runInWorker, type WorkerControl } from '../../platform/node/worker-task.ts';
import { measureSelection, type SelectionSize } from '../scan/estimate.ts';
import { openSelection, type Selection } from '../scan/open-selection.ts';
import { sharedCounters } from '../scan/run-estimate.ts';
import { freeBytes, noSpace } from './free-space.ts';

export interface SizeWatch {
  /** Known once the selection is counted. */
  readonly totals: { readonly totalBytes: number; readonly totalFiles: number } | undefined;
  /** Rejects with `staging.noSpace` when staging is too small for the least that the backup may take; never with anything else. */
  readonly verdict: Promise<void>;
  /** Ends the count and waits for its thread. */
  stop(): Promise<void>;
}

export interface SizeWatchRequest extends Selection {
  readonly folder: string;
  /** Bytes in staging that need not be written again. */
  readonly reusableBytes: number;
}

/** With less room than this a backup waits for the count, so that it is refused before anything is written. */
const roomyBytes = 64 * 1024 ** 3;
/** A thread takes longer to start. */
const smallMilliseconds = 60;
/** Most selections are counted by then, and have their totals from the first moment on. */
const patienceMilliseconds = 250;

class TooLarge extends Error {}

/** Counts at once what is counted sooner than a thread has started. @returns undefined when it is more than that */
function countSmall(selection: Selection, folder: string): SelectionSize | undefined {
  const { roots, scanOptions } = openSelection(selection, folder);
  const until = performance.now() + smallMilliseconds;
  try {
    return measureSelection(roots, scanOptions, () => {
      if (performance.now() > until) throw new TooLarge();
    });
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return undefined;
  }
}

/** Begins to count. */
export function watchSize({ folder, reusableBytes, ...selection }: SizeWatchRequest): SizeWatch {
  const abort = new AbortController();
  const counters = new SharedArrayBuffer(sharedCounters.length * Float64Array.BYTES_PER_ELEMENT);
  const free = freeBytes(folder);
  let size: SelectionSize | undefined;
  const input = { ...selection, counters, outputFolder: folder };
  const count = async (): Promise<void> => {
    try {
      size = countSmall(selection, folder);
      size ??= await runInWorker<SelectionSize>(
        'staging',
        { work: 'estimate', input },
        quietControl(abort.signal),
      );
    } catch {
      // The walk of the backup meets the same trouble and tells it; without totals it only cannot say how long it takes.
      return;
    }
    const needed = size.stagedBytesLow - reusableBytes;
    if (free !== undefined && needed > free) throw noSpace(folder, needed - free);
  };
  const verdict = count();
  // Whoever stops listening must not leave a rejection behind.
  verdict.catch(() => {});
  return {
    get totals() {
      return size === undefined ? undefined : { totalBytes: size.sourceBytes, totalFiles: size.files };
    },
    verdict,
    async stop() {
      abort.abort(new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' }));
      await verdict.catch(() => {});
    },
  };
}

/**
 * Waits for the count: to its end where room is scarce and a full disk would end the work, else for a moment.
 * @param waitsForSpace too little room was said before the start (readiness), and is no reason not to begin
 * @throws AppError `staging.noSpace`, `task.stopped`
 */
export async function awaitSize(
  watch: SizeWatch,
  folder: string,
  control: WorkerControl,
  waitsForSpace: boolean,
): Promise<void> {
  const free = freeBytes(folder);
  const isScarce = !waitsForSpace && (free === undefined || free < roomyBytes);
  let isCounted = false;
  const verdict = watch.verdict.then(() => {
    isCounted = true;
  });
  // It may come when nobody waits any more; the packing threads are ended by the watch itself then.
  verdict.catch(() => {});
  do {
    await Promise.race([waitsForSpace ? verdict.catch(() => {}) : verdict, wait(patienceMilliseconds)]);
    control.throwIfStopped();
  } while (isScarce && !isCounted);
}
