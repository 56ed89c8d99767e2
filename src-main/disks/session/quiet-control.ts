import type { WorkControl } from '../../jobs/task-control.ts';

/** Control for work in a thread that is too short to be a task of its own. */
export function quietControl(): WorkControl {
  return {
    signal: new AbortController().signal,
    isPaused: false,
    onPauseChange: () => () => undefined,
    waitWhilePaused: async () => undefined,
    setPhase: () => undefined,
    report: () => undefined,
    warn: () => undefined,
  };
}
