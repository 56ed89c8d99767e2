import { askIntervalMilliseconds } from '../../src-shared/domain/ask-interval.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { isWorthAsking } from '../../src-shared/domain/next-action.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';

/** How often the poller looks whether somebody is due; also the pace after a jump of the practice clock. */
const tickMilliseconds = 2000;
/** After the practice clock jumped the world moves for a while. */
const hurryMilliseconds = 60_000;
/** The practice clock moved on by more than real time could explain. */
const jumpMilliseconds = 30_000;
const longestBackOff = 4;

interface Pace {
  askedAt: number;
  failures: number;
}

export interface Poller {
  /** Asks about every job often for the next minute: the practice clock was moved. */
  hurry(): void;
  close(): Promise<void>;
}

/**
 * Asks Azure about the jobs that are under way: slowly in real clouds, often in practice mode, and every two seconds for a while
 * after the practice clock has jumped. A failed answer doubles the pause; it is never a dialog, the page shows the age of its data.
 * @param options.ask records the answer itself
 */
export function startPoller(options: {
  readonly jobs: () => readonly JobSnapshot[];
  readonly ask: (jobId: JobId) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}): Poller {
  const { jobs, ask, clock, log } = options;
  const paces = new Map<JobId, Pace>();
  let hurryUntil = 0;
  let lastTick = { real: performance.now(), job: clock.now().getTime() };
  let running: Promise<void> | undefined;

  const noticeJump = (): void => {
    const tick = { real: performance.now(), job: clock.now().getTime() };
    if (tick.job - lastTick.job > tick.real - lastTick.real + jumpMilliseconds) {
      hurryUntil = tick.real + hurryMilliseconds;
    }
    lastTick = tick;
  };
  const isDue = (job: JobSnapshot): boolean => {
    const pace = paces.get(job.id);
    if (pace === undefined) return true;
    const isPractice = job.cloudId === 'practice';
    if (isPractice && performance.now() < hurryUntil) return true;
    const interval = askIntervalMilliseconds(job.cloudId);
    return performance.now() - pace.askedAt >= interval * Math.min(longestBackOff, 2 ** pace.failures);
  };
  const askAll = async (): Promise<void> => {
    for (const job of jobs().filter(isWorthAsking).filter(isDue)) {
      const pace = paces.get(job.id) ?? { askedAt: 0, failures: 0 };
      pace.askedAt = performance.now();
      paces.set(job.id, pace);
      try {
        await ask(job.id);
        pace.failures = 0;
      } catch (error) {
        pace.failures += 1;
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ jobId: job.id, reason, failures: pace.failures }, 'import job not asked');
      }
    }
  };
  const timer = setInterval(() => {
    noticeJump();
    running ??= askAll().finally(() => {
      running = undefined;
    });
  }, tickMilliseconds).unref();

  return {
    hurry() {
      hurryUntil = performance.now() + hurryMilliseconds;
    },
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
