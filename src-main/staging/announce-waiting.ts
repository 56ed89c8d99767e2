/** @file Main process: tells an operator who may be doing something else that a backup waits for space. */
import type { Waiting } from '../../src-shared/domain/tasks.ts';
import type { TaskControl } from '../jobs/task-control.ts';

/** The same control; `tell` hears of the first wait in every folder, and of none twice. */
export function announceWaiting(control: TaskControl, tell: (waiting: Waiting) => void): TaskControl {
  const told = new Set<string>();
  return {
    ...control,
    get isPaused() {
      return control.isPaused;
    },
    report(progress) {
      const { waiting } = progress;
      if (waiting !== undefined && !told.has(waiting.path)) {
        told.add(waiting.path);
        tell(waiting);
      }
      control.report(progress);
    },
  };
}
