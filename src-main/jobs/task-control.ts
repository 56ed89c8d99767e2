import type { JobId, TaskId } from '../../src-shared/domain/ids.ts';
import type {
  Progress,
  TaskItem,
  TaskKind,
  TaskPhase,
  TaskSnapshot,
  TaskWarning,
} from '../../src-shared/domain/tasks.ts';

/** What a running service gets to report through and to be stopped by. */
export interface TaskControl {
  readonly taskId: TaskId;
  /** Aborts when the operator stops the task or the app quits. */
  readonly signal: AbortSignal;
  readonly isPaused: boolean;
  /** @returns a function that ends the subscription */
  onPauseChange(listener: (isPaused: boolean) => void): () => void;
  /** Resolves at once unless paused; call it between units of work. Rejects with `task.stopped` when stopped. */
  waitWhilePaused(): Promise<void>;
  setPhase(phase: TaskPhase): void;
  /**
   * Merges into the progress; rate and seconds left are computed by the registry from `doneBytes` and `totalBytes`. Who knows of a
   * part that takes longer, such as the slowest of several drives, reports that as `secondsLeft`, which is then the least.
   */
  report(progress: Partial<Progress>): void;
  setItem(item: TaskItem): void;
  warn(warning: TaskWarning): void;
}

/** The part of a task's control that a worker thread, or one drive of several, works with. */
export type WorkControl = Omit<TaskControl, 'taskId' | 'setItem'>;

export interface TaskStart {
  readonly kind: TaskKind;
  readonly jobId?: JobId;
  readonly title: string;
  readonly phases: readonly TaskPhase[];
  readonly canPause: boolean;
  readonly canStop: boolean;
}

/** Runs long work, keeps its state, coalesces its events to at most four a second, keeps the computer awake meanwhile. */
export interface TaskRegistry {
  /** @throws AppError `job.alreadyRunning` when the job has a running task of the same kind */
  start(start: TaskStart, run: (control: TaskControl) => Promise<void>): TaskId;
  list(): readonly TaskSnapshot[];
  get(taskId: TaskId): TaskSnapshot;
  pause(taskId: TaskId): void;
  resume(taskId: TaskId): void;
  stop(taskId: TaskId): void;
  dismiss(taskId: TaskId): void;
  /** Resolves with the final snapshot; for the console host and tests. */
  finished(taskId: TaskId): Promise<TaskSnapshot>;
  onChange(listener: (task: TaskSnapshot) => void): () => void;
  /** Stops everything and waits. */
  close(): Promise<void>;
}
