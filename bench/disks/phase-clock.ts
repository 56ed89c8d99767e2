/** @file A control as tasks have it, which notes when the first drive goes from one phase to the next. */
import type { WorkControl } from '../../src-main/jobs/task-control.ts';
import type { TaskPhase } from '../../src-shared/domain/tasks.ts';
import type { PhaseCost } from './disks-work.ts';

interface Mark {
  readonly atSeconds: number;
  readonly cpuSeconds: number;
}

function mark(): Mark {
  const { user, system } = process.cpuUsage();
  return { atSeconds: performance.now() / 1000, cpuSeconds: (user + system) / 1e6 };
}

export class PhaseClock {
  readonly #marks = new Map<TaskPhase, Mark>();

  /** For every drive one; the phase counts from the first that enters it. */
  control(): WorkControl {
    return {
      signal: new AbortController().signal,
      isPaused: false,
      onPauseChange: () => () => undefined,
      waitWhilePaused: async () => undefined,
      setPhase: (phase) => {
        if (!this.#marks.has(phase)) this.#marks.set(phase, mark());
      },
      report: () => undefined,
      warn: ({ code }) => {
        throw new Error(`Warning ${code}`);
      },
    };
  }

  /** From the start of one phase to the start of the next. @throws Error when either was never entered */
  between(phase: TaskPhase, next: TaskPhase): PhaseCost {
    const [from, to] = [this.#marks.get(phase), this.#marks.get(next)];
    if (from === undefined || to === undefined) throw new Error(`No phase ${phase} or ${next}`);
    return { seconds: to.atSeconds - from.atSeconds, cpuSeconds: to.cpuSeconds - from.cpuSeconds };
  }
}
