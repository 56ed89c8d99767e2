import type { Progress, TaskState } from '../../../src-shared/domain/tasks.ts';

/** Part that is done, 0 to 1; `undefined` while the whole is unknown. Finished tasks are whole, also empty ones. */
export function progressFraction(progress: Progress, state: TaskState): number | undefined {
  if (state === 'completed' || state === 'completedWithWarnings') return 1;
  if (progress.totalBytes === undefined) return undefined;
  if (progress.totalBytes === 0) {
    const { totalFiles, doneFiles } = progress;
    return totalFiles === undefined || totalFiles === 0 ? undefined : Math.min(1, doneFiles / totalFiles);
  }
  return Math.min(1, progress.doneBytes / progress.totalBytes);
}
