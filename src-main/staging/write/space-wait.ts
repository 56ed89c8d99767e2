/** @file Worker thread: writing that waits while the disk is full, instead of ending the work. */
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { isDiskFull, leastMissingBytes, writeFailure, writing } from '../staging-errors.ts';

/** How writing meets a full disk. */
export interface SpaceWait {
  /**
   * Runs synchronous writing. While the disk is full it is run again and again, so it has to go on where it stood.
   * @throws AppError `staging.notWritable`, `staging.writeFailed`, `task.stopped`; `staging.noSpace` where nobody waits
   */
  writing<Value>(path: string, work: () => Value): Value;
  /** Takes another way to tell how many bytes are missing, from now on. */
  expect(missingBytes: () => number): void;
}

const lookAgainMilliseconds = 1000;

/** A full disk ends the work. */
export const endsWhenFull: SpaceWait = { writing, expect() {} };

/**
 * A full disk is waited for, and said in the progress; pause and stop work meanwhile. It blocks this thread only: the threads that
 * pack go on as far as they can.
 * @param folder where the space is missing
 */
export function waitForSpace(folder: string, control: WorkerControl): SpaceWait {
  const state = new Int32Array(control.state);
  let missingBytes = (): number => leastMissingBytes;
  const wait = (): void => {
    const bytes = Math.max(1, Math.ceil(missingBytes()));
    control.report({ waiting: { reason: 'stagingSpace', missingBytes: bytes, path: folder } });
    // Ends early when somebody pauses or stops.
    Atomics.wait(state, 0, Atomics.load(state, 0), lookAgainMilliseconds);
    control.throwIfStopped();
  };
  return {
    expect(next) {
      missingBytes = next;
    },
    writing(path, work) {
      for (let isWaiting = false; ; isWaiting = true) {
        try {
          const value = work();
          if (isWaiting) control.report({ waiting: undefined });
          return value;
        } catch (error) {
          if (!isDiskFull(error)) throw writeFailure(error, path);
        }
        wait();
      }
    },
  };
}
