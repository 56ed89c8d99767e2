import { randomUUID } from 'node:crypto';
import { type TaskId, taskIdSchema } from '../../src-shared/domain/ids.ts';
import type {
  TaskItem,
  TaskPhase,
  TaskSnapshot,
  TaskState,
  TaskWarning,
} from '../../src-shared/domain/tasks.ts';
import { AppError, type AppErrorData } from '../../src-shared/errors/app-error.ts';
import { createMeasuredProgress, type MeasuredProgress } from './measured-progress.ts';
import type { TaskControl, TaskStart } from './task-control.ts';

const keptWarnings = 200;
/** What was said about the whole run stays in the list, however many files follow. */
const isAboutOneFile = ({ code }: TaskWarning): boolean => !code.startsWith('snapshot.');

const taskStopped = (): AppError => new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' });

/** True in the states from which nothing more happens. */
export function isFinalTaskState(state: TaskState): boolean {
  return state !== 'running' && state !== 'paused' && state !== 'stopping';
}

/** State of one task: what the service sees of it (`control`) and what the page sees (`snapshot`). */
export interface RunningTask {
  readonly id: TaskId;
  readonly control: TaskControl;
  readonly state: TaskState;
  snapshot(): TaskSnapshot;
  pause(): void;
  resume(): void;
  stop(): void;
  finish(error: AppErrorData | undefined, at: Date): void;
}

/**
 * @param onChange called at every change, uncoalesced
 * @param now milliseconds of a clock that never jumps
 */
export function createRunningTask(
  start: TaskStart,
  startedAt: Date,
  now: () => number,
  onChange: () => void,
): RunningTask {
  const id = taskIdSchema.parse(randomUUID());
  const stopping = new AbortController();
  const pauseListeners = new Set<(isPaused: boolean) => void>();
  const progress = createMeasuredProgress(now);
  const items = new Map<string, { item: TaskItem; readonly progress: MeasuredProgress }>();
  const warnings: TaskWarning[] = [];
  let warningCount = 0;
  let state: TaskState = 'running';
  let phase: TaskPhase = start.phases[0] ?? 'done';
  let error: AppErrorData | undefined;
  let finishedAt: Date | undefined;

  const setState = (next: TaskState): void => {
    state = next;
    onChange();
  };
  const setPaused = (isPaused: boolean): void => {
    if (!isPaused) {
      progress.restart();
      for (const entry of items.values()) entry.progress.restart();
    }
    setState(isPaused ? 'paused' : 'running');
    for (const listener of [...pauseListeners]) listener(isPaused);
  };
  const control: TaskControl = {
    taskId: id,
    signal: stopping.signal,
    get isPaused() {
      return state === 'paused';
    },
    onPauseChange(listener) {
      pauseListeners.add(listener);
      return () => pauseListeners.delete(listener);
    },
    waitWhilePaused: () => waitWhilePaused(control),
    setPhase(next) {
      if (phase === next) return;
      phase = next;
      progress.restart();
      onChange();
    },
    report(figures) {
      progress.report(figures);
      onChange();
    },
    setItem(item) {
      const entry = items.get(item.id) ?? { item, progress: createMeasuredProgress(now) };
      if (entry.item.phase !== item.phase) entry.progress.restart();
      entry.item = item;
      entry.progress.report(item.progress);
      items.set(item.id, entry);
      onChange();
    },
    warn(warning) {
      warningCount += 1;
      warnings.push(warning);
      if (warnings.length > keptWarnings) warnings.splice(warnings.findIndex(isAboutOneFile), 1);
      onChange();
    },
  };

  return {
    id,
    control,
    get state() {
      return state;
    },
    snapshot: () => ({
      id,
      kind: start.kind,
      ...(start.jobId === undefined ? {} : { jobId: start.jobId }),
      title: start.title,
      state,
      phase,
      phases: [...start.phases],
      progress: progress.read(state === 'running'),
      items: [...items.values()].map((entry) => ({
        ...entry.item,
        progress: entry.progress.read(state === 'running' && entry.item.state === 'running'),
      })),
      warningCount,
      warnings: [...warnings],
      canPause: start.canPause && !isFinalTaskState(state),
      canStop: start.canStop && !isFinalTaskState(state),
      ...(error === undefined ? {} : { error }),
      startedAt: startedAt.toISOString(),
      ...(finishedAt === undefined ? {} : { finishedAt: finishedAt.toISOString() }),
    }),
    pause() {
      if (start.canPause && state === 'running') setPaused(true);
    },
    resume() {
      if (state === 'paused') setPaused(false);
    },
    stop() {
      if (isFinalTaskState(state) || state === 'stopping') return;
      setState('stopping');
      stopping.abort(taskStopped());
    },
    finish(failure, at) {
      finishedAt = at;
      if (failure?.code === 'task.stopped') return setState('stopped');
      error = failure;
      if (failure !== undefined) return setState('failed');
      phase = 'done';
      setState(warningCount > 0 ? 'completedWithWarnings' : 'completed');
    },
  };
}

async function waitWhilePaused(control: TaskControl): Promise<void> {
  const { signal } = control;
  if (!signal.aborted && control.isPaused) {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        unsubscribe();
        signal.removeEventListener('abort', go);
        resolve();
      };
      const unsubscribe = control.onPauseChange((isPaused) => {
        if (!isPaused) go();
      });
      signal.addEventListener('abort', go);
    });
  }
  if (signal.aborted) throw taskStopped();
  if (control.isPaused) await waitWhilePaused(control);
}
