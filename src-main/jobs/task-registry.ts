import type { TaskId } from '../../src-shared/domain/ids.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { AppError, type AppErrorData } from '../../src-shared/errors/app-error.ts';
import { toAppError } from '../platform/node/unexpected-error.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { PowerBlocker } from '../platform/ports/power-blocker.ts';
import { type Coalescer, createCoalescer } from './coalesce.ts';
import { createRunningTask, isFinalTaskState, type RunningTask } from './running-task.ts';
import type { TaskControl, TaskRegistry, TaskStart } from './task-control.ts';

/** Four events a second. */
const eventIntervalMilliseconds = 250;
/** How often a standing task is looked at, so that its rate and time left drop out without a report. */
const stallCheckMilliseconds = 1000;
/** Finished tasks that stay in the list until somebody dismisses them. */
const keptFinishedTasks = 50;

export interface TaskRegistryOptions {
  /** Dates of start and end; the computer's own time when absent. */
  readonly clock?: Pick<Clock, 'now'>;
  readonly power: PowerBlocker;
  readonly log: Log;
  /** Milliseconds of a clock that never jumps, for rates; `performance.now` when absent. */
  readonly monotonicMilliseconds?: () => number;
}

interface Entry {
  readonly start: TaskStart;
  readonly task: RunningTask;
  readonly events: Coalescer;
  readonly finished: Promise<TaskSnapshot>;
}

/** Error of a run in wire shape; a run that was stopped ends as `task.stopped` however its pieces gave up. */
function failureOf(error: unknown, control: TaskControl, log: Log): AppErrorData {
  const isAbort = error instanceof Error && error.name === 'AbortError';
  if (control.signal.aborted && (isAbort || error === control.signal.reason)) {
    return new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' }).toData();
  }
  return toAppError(error, log).toData();
}

/** Runs long work in this process and keeps its state; see `TaskRegistry`. */
export function createTaskRegistry(options: TaskRegistryOptions): TaskRegistry {
  const { power, log } = options;
  const date = (): Date => options.clock?.now() ?? new Date();
  const now = options.monotonicMilliseconds ?? (() => performance.now());
  const entries = new Map<TaskId, Entry>();
  const listeners = new Set<(task: TaskSnapshot) => void>();
  let allowSleep: (() => void) | undefined;
  let stallCheck: NodeJS.Timeout | undefined;

  const activeEntries = (): Entry[] =>
    [...entries.values()].filter(({ task }) => !isFinalTaskState(task.state));
  const keepAwake = (): void => {
    const isActive = activeEntries().length > 0;
    if (isActive && allowSleep === undefined) {
      allowSleep = power.block();
      stallCheck = setInterval(() => {
        for (const { events } of activeEntries()) events.touch();
      }, stallCheckMilliseconds).unref();
    } else if (!isActive && allowSleep !== undefined) {
      allowSleep();
      allowSleep = undefined;
      clearInterval(stallCheck);
    }
  };
  const tell = (snapshot: TaskSnapshot): void => {
    for (const listener of listeners) {
      try {
        listener(snapshot);
      } catch (error) {
        toAppError(error, log);
      }
    }
  };
  const entryOf = (taskId: TaskId): Entry => {
    const entry = entries.get(taskId);
    if (entry === undefined) throw new AppError({ kind: 'user', code: 'task.notFound', params: { taskId } });
    return entry;
  };
  const dropOldestFinished = (): void => {
    const finished = [...entries.values()].filter(({ task }) => isFinalTaskState(task.state));
    for (const { task } of finished.slice(0, Math.max(0, finished.length - keptFinishedTasks))) {
      entries.delete(task.id);
    }
  };

  const runToEnd = async (
    task: RunningTask,
    run: (control: TaskControl) => Promise<void>,
  ): Promise<TaskSnapshot> => {
    let failure: AppErrorData | undefined;
    try {
      await run(task.control);
    } catch (error) {
      failure = failureOf(error, task.control, log);
    }
    task.finish(failure, date());
    keepAwake();
    dropOldestFinished();
    const snapshot = task.snapshot();
    log.info({ taskId: task.id, kind: snapshot.kind, state: snapshot.state, error: failure }, 'task ended');
    return snapshot;
  };

  return {
    start(start, run) {
      const isTaken = activeEntries().some(
        (entry) => entry.start.kind === start.kind && entry.start.jobId === start.jobId,
      );
      if (isTaken && start.jobId !== undefined) {
        throw new AppError({ kind: 'user', code: 'job.alreadyRunning', params: { kind: start.kind } });
      }
      const task = createRunningTask(start, date(), now, () => events.touch());
      const events = createCoalescer(() => tell(task.snapshot()), eventIntervalMilliseconds);
      log.info({ taskId: task.id, kind: start.kind, jobId: start.jobId }, 'task started');
      // A turn later, so that the caller has the id before the first thing happens.
      const finished = Promise.resolve().then(() => runToEnd(task, run));
      entries.set(task.id, { start, task, events, finished });
      keepAwake();
      events.touch();
      return task.id;
    },
    list: () => [...entries.values()].map(({ task }) => task.snapshot()),
    get: (taskId) => entryOf(taskId).task.snapshot(),
    pause: (taskId) => entryOf(taskId).task.pause(),
    resume: (taskId) => entryOf(taskId).task.resume(),
    stop(taskId) {
      const { start, task } = entryOf(taskId);
      if (start.canStop) task.stop();
    },
    dismiss(taskId) {
      const { task, events } = entryOf(taskId);
      if (!isFinalTaskState(task.state)) return;
      events.flush();
      entries.delete(taskId);
    },
    finished: (taskId) => entryOf(taskId).finished,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      for (const { task } of activeEntries()) task.stop();
      await Promise.all([...entries.values()].map(({ finished }) => finished));
      for (const { events } of entries.values()) events.flush();
    },
  };
}
