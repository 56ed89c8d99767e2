import type { WorkerControl } from '../platform/node/worker-task.ts';

/** Control of work that a test runs in its own thread and neither pauses nor watches. */
export const quietWorkerControl: WorkerControl = {
  state: new SharedArrayBuffer(4),
  throwIfStopped() {},
  setPhase() {},
  report() {},
  warn() {},
};
