import type { WorkControl } from '../../jobs/task-control.ts';

/** Control for work in a thread that is no task of its own. @param signal stops the work */
export function quietControl(signal: AbortSignal = new AbortController().signal): WorkControl {
  return {
    signal,
    isPaused: false,
    onPauseChange: () => () => undefined,
    waitWhilePaused: async () => undefined,
    setPhase: () => undefined,
    report: () => undefined,
    warn: () => undefined,
  };
}
