import {
  addProgressSample,
  estimateProgress,
  type ProgressWindow,
} from '../../src-shared/domain/progress-estimate.ts';
import type { Progress } from '../../src-shared/domain/tasks.ts';

/** Progress as reported, with rate and time left as measured. */
export interface MeasuredProgress {
  report(progress: Partial<Progress>): void;
  /** Forgets the measurement: after a pause the old rate says nothing. */
  restart(): void;
  read(isMoving: boolean): Progress;
}

/** @param now milliseconds of a clock that never jumps */
export function createMeasuredProgress(now: () => number): MeasuredProgress {
  let reported: Progress = { doneBytes: 0, doneFiles: 0 };
  let window: ProgressWindow = [{ atMilliseconds: now(), doneBytes: 0 }];
  return {
    report(progress) {
      reported = { ...reported, ...progress };
      window = addProgressSample(window, { atMilliseconds: now(), doneBytes: reported.doneBytes });
    },
    restart() {
      window = [{ atMilliseconds: now(), doneBytes: reported.doneBytes }];
    },
    read(isMoving) {
      const { bytesPerSecond: _rate, secondsLeft: atLeast, stalledSeconds: _stalled, ...figures } = reported;
      if (!isMoving) return figures;
      const estimate = estimateProgress(window, reported.totalBytes, now());
      if (estimate.secondsLeft === undefined) return { ...figures, ...estimate };
      return { ...figures, ...estimate, secondsLeft: Math.max(estimate.secondsLeft, atLeast ?? 0) };
    },
  };
}
