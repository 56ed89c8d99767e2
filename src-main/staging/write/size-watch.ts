/** @file Worker thread: counts the selection in a thread of its own, while the backup may have begun already. */
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { quietControl } from '../../platform/node/quiet-control.ts';
import { runInWorker, type WorkerControl } from '../../platform/node/worker-task.ts';
import { measureSelection, type SelectionSize } from '../scan/estimate.ts';
import { openSelection, type Selection } from '../scan/open-selection.ts';
import { sharedCounters } from '../scan/run-estimate.ts';
import type { WalkTotals } from '../scan/walk-messages.ts';
import { freeBytes, noSpace } from './free-space.ts';

export interface SizeWatch {
  /** Known once the selection is counted. */
  readonly totals: WalkTotals | undefined;
  /** Counted in a moment: not worth a thread. */
  readonly isSmall: boolean;
  /** Rejects with `staging.noSpace` when staging is too small for the least that the backup may take; never with anything else. */
  readonly verdict: Promise<void>;
  /**
   * Begins what has to be known at once: the progress of a small selection, and the verdict where a full disk ends the work.
   * @param reusableBytes in staging, which need not be written again
   */
  begin(reusableBytes: number): void;
  /** The backup's own walk came to its end before anybody had counted. */
  onEnd(totals: WalkTotals): void;
  /** The walk waits for the backup: only a count of its own can tell the totals soon. */
  onHeld(): void;
  /** Ends the count and waits for its thread. */
  stop(): Promise<void>;
}

export interface SizeWatchRequest extends Selection {
  readonly folder: string;
  /** Too little room is no reason not to begin; then the count only serves the progress. */
  readonly waitsForSpace: boolean;
}

/** With less room than this a backup waits for the count, so that it is refused before anything is written. */
const roomyBytes = 64 * 1024 ** 3;
/** A thread takes longer to start. */
const smallMilliseconds = 60;
/** Most selections are counted by then. */
const patienceMilliseconds = 250;

class TooLarge extends Error {}

/** Counts at once what is counted sooner than a thread has started. @returns undefined when it is more than that, or cannot be walked */
function countSmall(selection: Selection, folder: string): SelectionSize | undefined {
  const until = performance.now() + smallMilliseconds;
  try {
    const { roots, scanOptions } = openSelection(selection, folder);
    return measureSelection(roots, scanOptions, () => {
      if (performance.now() > until) throw new TooLarge();
    });
  } catch {
    // Too large, or trouble that the walk of the backup meets as well, and tells.
    return undefined;
  }
}

/** Counts a small selection at once, others as soon as somebody needs to know. */
export function watchSize({ folder, waitsForSpace, ...selection }: SizeWatchRequest): SizeWatch {
  const abort = new AbortController();
  const free = freeBytes(folder);
  let totals: WalkTotals | undefined;
  const take = ({ sourceBytes, files, stagedBytesLow }: SelectionSize, reusableBytes: number): void => {
    totals = { totalBytes: sourceBytes, totalFiles: files };
    const needed = stagedBytesLow - reusableBytes;
    if (!waitsForSpace && free !== undefined && needed > free) throw noSpace(folder, needed - free);
  };
  const countInThread = async (): Promise<SelectionSize | undefined> => {
    const counters = new SharedArrayBuffer(sharedCounters.length * Float64Array.BYTES_PER_ELEMENT);
    const input = { ...selection, counters, outputFolder: folder };
    try {
      return await runInWorker('staging', { work: 'estimate', input }, quietControl(abort.signal));
    } catch {
      // The walk of the backup meets the same trouble and tells it; without totals it only cannot say how long it takes.
      return undefined;
    }
  };
  const small = countSmall(selection, folder);
  let counting: Promise<void> | undefined;
  const count = async (reusableBytes: number): Promise<void> => {
    const size = small ?? (await countInThread());
    if (size !== undefined) take(size, reusableBytes);
  };
  const isAtOnce = small !== undefined || !waitsForSpace;
  let verdict = Promise.resolve();
  return {
    get totals() {
      return totals;
    },
    isSmall: small !== undefined,
    get verdict() {
      return verdict;
    },
    begin(reusableBytes) {
      if (!isAtOnce) return;
      verdict = count(reusableBytes);
      // Whoever stops listening must not leave a rejection behind.
      verdict.catch(() => {});
    },
    onEnd(found) {
      totals ??= found;
    },
    onHeld() {
      if (!isAtOnce) counting ??= count(0);
    },
    async stop() {
      abort.abort(new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' }));
      await verdict.catch(() => {});
      await counting;
    },
  };
}

/**
 * Waits for the count, where too little room has to be said before anything is written: to its end where room is scarce, else for a moment.
 * @throws AppError `staging.noSpace`, `task.stopped`
 */
export async function awaitSize(
  { verdict }: Pick<SizeWatch, 'verdict'>,
  folder: string,
  control: WorkerControl,
): Promise<void> {
  const free = freeBytes(folder);
  const isScarce = free === undefined || free < roomyBytes;
  let isCounted = false;
  const counted = verdict.then(() => {
    isCounted = true;
  });
  // It may come when nobody waits any more; the packing threads are ended by the watch itself then.
  counted.catch(() => {});
  do {
    await Promise.race([counted, wait(patienceMilliseconds)]);
    control.throwIfStopped();
  } while (isScarce && !isCounted);
}
