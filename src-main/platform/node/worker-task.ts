/** @file Main thread side and worker side of long work: one message protocol, AppErrors kept whole, pause and stop at once. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Progress, TaskPhase, TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { AppError, type AppErrorData, fromErrorData } from '../../../src-shared/errors/app-error.ts';
import type { WorkControl } from '../../jobs/task-control.ts';

/** Entry files in `src-main/workers`, one per kind of long work. */
export type WorkerName = 'staging' | 'walk' | 'pack' | 'copy' | 'restore' | 'unpack' | 'vault';

type FromWorker =
  | { readonly type: 'phase'; readonly phase: TaskPhase }
  | { readonly type: 'progress'; readonly progress: Partial<Progress> }
  | { readonly type: 'warning'; readonly warning: TaskWarning }
  | { readonly type: 'finished'; readonly output: unknown }
  | { readonly type: 'failed'; readonly error: AppErrorData }
  | { readonly type: 'crashed'; readonly message: string; readonly stack: string };

/** Words of the shared control array. */
const stateRunning = 0;
const statePaused = 1;
const stateStopped = 2;

interface WorkerStart {
  readonly input: unknown;
  readonly control: SharedArrayBuffer;
}

/** A small nursery makes V8 give back short-lived buffers soon. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** For tests of sources: names a folder of bundled threads (`scripts/ensure-test-workers.ts`). Bundles never look at it. */
export const bundledWorkersVariable = 'OFFLINE_BACKUP_TEST_WORKERS';

/** Entry of a worker thread. Sources run as `.ts`, bundles as `.js` beside this module's chunk. */
export function workerUrl(name: WorkerName): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(`./workers/${name}.js`, import.meta.url);
  const bundled = process.env[bundledWorkersVariable];
  return bundled === undefined
    ? new URL(`../../workers/${name}.ts`, import.meta.url)
    : pathToFileURL(join(bundled, 'workers', `${name}.js`));
}

/**
 * Runs one piece of long work in a thread of its own and reports through the task's control.
 * @param input structured-cloneable; may hold secrets, which then live in that thread only
 * @throws what the worker threw: AppErrors whole, anything else as an Error with the worker's stack
 */
export async function runInWorker<Output>(
  name: WorkerName,
  input: unknown,
  control: WorkControl,
): Promise<Output> {
  control.signal.throwIfAborted();
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const setState = (state: number): void => {
    Atomics.store(shared, 0, state);
    Atomics.notify(shared, 0);
  };
  setState(control.isPaused ? statePaused : stateRunning);
  const start: WorkerStart = { input, control: shared.buffer };
  const worker = new Worker(workerUrl(name), { workerData: start, resourceLimits });
  const onAbort = (): void => setState(stateStopped);
  control.signal.addEventListener('abort', onAbort, { once: true });
  const unsubscribe = control.onPauseChange((isPaused) => {
    if (!control.signal.aborted) setState(isPaused ? statePaused : stateRunning);
  });
  try {
    return await new Promise<Output>((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'phase':
            control.setPhase(message.phase);
            break;
          case 'progress':
            control.report(message.progress);
            break;
          case 'warning':
            control.warn(message.warning);
            break;
          case 'finished':
            resolve(message.output as Output);
            break;
          case 'failed':
            reject(fromErrorData(message.error));
            break;
          case 'crashed':
            reject(Object.assign(new Error(message.message), { stack: message.stack }));
            break;
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`Worker ${name} ended early with code ${code}`)));
    });
  } finally {
    control.signal.removeEventListener('abort', onAbort);
    unsubscribe();
    await worker.terminate();
  }
}

/** What work inside a thread reports through; `throwIfStopped` also waits while paused, which blocks this thread only. */
export interface WorkerControl {
  /** The task's state, for further threads that work for the same task (`createWorkerGate`). */
  readonly state: SharedArrayBuffer;
  throwIfStopped(): void;
  setPhase(phase: TaskPhase): void;
  report(progress: Partial<Progress>): void;
  warn(warning: TaskWarning): void;
}

/** @returns waits while the task is paused, blocking this thread only. It throws AppError `task.stopped` */
export function createWorkerGate(state: SharedArrayBuffer): () => void {
  const shared = new Int32Array(state);
  return () => {
    while (Atomics.load(shared, 0) === statePaused) Atomics.wait(shared, 0, statePaused);
    if (Atomics.load(shared, 0) === stateStopped) {
      throw new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' });
    }
  };
}

function workerControl(state: SharedArrayBuffer, post: (message: FromWorker) => void): WorkerControl {
  return {
    state,
    throwIfStopped: createWorkerGate(state),
    setPhase: (phase) => post({ type: 'phase', phase }),
    report: (progress) => post({ type: 'progress', progress }),
    warn: (warning) => post({ type: 'warning', warning }),
  };
}

/** Body of a worker entry file: runs the work with the posted input and answers once. */
export function serveWorker<Input, Output>(
  work: (input: Input, control: WorkerControl) => Promise<Output> | Output,
): void {
  const port = parentPort;
  if (isMainThread || port === null) throw new Error('serveWorker belongs into a worker thread');
  const { input, control } = workerData as WorkerStart;
  const post = (message: FromWorker): void => port.postMessage(message);
  void (async () => {
    try {
      const output = await work(input as Input, workerControl(control, post));
      post({ type: 'finished', output });
    } catch (error) {
      if (error instanceof AppError) post({ type: 'failed', error: error.toData() });
      else {
        const failure = error instanceof Error ? error : new Error(String(error));
        post({ type: 'crashed', message: failure.message, stack: failure.stack ?? '' });
      }
    }
  })();
}
