/** @file Worker thread: counts, and reports ten times a second. */
import type { Progress } from '../../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';

const reportEveryMilliseconds = 100;

export interface ProgressMeter {
  readonly doneBytes: number;
  /** Adds to what is done; waits while paused. @throws AppError `task.stopped` */
  add(bytes: number, files?: number): void;
  /** Says what is done in all, where others count; reports as often as `add` does. */
  set(bytes: number, files: number): void;
  /** Starts counting from zero, e.g. for the next phase. */
  restart(totals: Pick<Progress, 'totalBytes' | 'totalFiles'>): void;
  flush(): void;
}

/** @param extra further members of the progress, read at every report */
export function createProgressMeter(
  control: WorkerControl,
  extra: () => Partial<Progress> = () => ({}),
): ProgressMeter {
  let doneBytes = 0;
  let doneFiles = 0;
  let lastReport = 0;
  const flush = (): void => {
    lastReport = performance.now();
    control.report({ doneBytes, doneFiles, ...extra() });
  };
  return {
    get doneBytes() {
      return doneBytes;
    },
    add(bytes, files = 0) {
      control.throwIfStopped();
      doneBytes += bytes;
      doneFiles += files;
      if (performance.now() - lastReport > reportEveryMilliseconds) flush();
    },
    set(bytes, files) {
      doneBytes = bytes;
      doneFiles = files;
      if (performance.now() - lastReport > reportEveryMilliseconds) flush();
    },
    restart(totals) {
      doneBytes = 0;
      doneFiles = 0;
      lastReport = performance.now();
      control.report({ doneBytes, doneFiles, ...totals });
    },
    flush,
  };
}
