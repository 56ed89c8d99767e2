import type { Progress, TaskPhase } from '../../../src-shared/domain/tasks.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TaskControl, WorkControl } from '../../jobs/task-control.ts';

/** What one drive of a session does with what its worker reports. */
export interface DriveReports {
  onPhase(phase: TaskPhase): void;
  onProgress(progress: Partial<Progress>): void;
}

const stopped = (): AppError => new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' });

/**
 * Control of one drive's work inside the session's task: pauses with the task, stops with it or alone.
 * @param stopping aborts when only this drive is stopped
 */
export function driveControl(task: TaskControl, stopping: AbortSignal, reports: DriveReports): WorkControl {
  const signal = AbortSignal.any([task.signal, stopping]);
  return {
    signal,
    get isPaused() {
      return task.isPaused;
    },
    onPauseChange: (listener) => task.onPauseChange(listener),
    async waitWhilePaused() {
      if (signal.aborted) throw stopped();
      let onAbort = (): void => undefined;
      const aborted = new Promise<never>((_resolve, reject) => {
        onAbort = () => reject(stopped());
        signal.addEventListener('abort', onAbort, { once: true });
      });
      try {
        await Promise.race([task.waitWhilePaused(), aborted]);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    setPhase: reports.onPhase,
    report: reports.onProgress,
    warn: (warning) => task.warn(warning),
  };
}
