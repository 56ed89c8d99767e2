/** @file Worker thread: keeps a thread within its part of what the backup may take. */
import type { SpeedLimit } from '../../../src-shared/domain/speed-limits.ts';

export interface PacerOptions {
  /** The limit of this moment, for all threads together. */
  readonly limit: () => SpeedLimit;
  readonly threads: number;
  /** Waits while paused. @throws AppError `task.stopped` */
  readonly gate: () => void;
  readonly now?: () => number;
  /** Blocks this thread. */
  readonly sleep?: (milliseconds: number) => void;
}

/** Called after every piece of work with the bytes that it read. @returns milliseconds that it waited */
export type Pacer = (bytes: number) => number;

/** Long enough to be worth a nap, short enough not to be felt. */
const turnMilliseconds = 40;
/** A stop, or a higher limit, is noticed as soon. */
const longestNapMilliseconds = 200;

const nobody = new Int32Array(new SharedArrayBuffer(4));

function nap(milliseconds: number): void {
  Atomics.wait(nobody, 0, 0, milliseconds);
}

/**
 * Bandwidth: bytes are paid for with time, and credit is not saved up. Processor share: after each turn of work the thread sleeps as much
 * as the share leaves to others; all threads do, so the whole backup keeps to it.
 */
export function createPacer({
  limit,
  threads,
  gate,
  now = () => performance.now(),
  sleep = nap,
}: PacerOptions): Pacer {
  let paidUntil = now();
  let turnBegan = now();

  const sleepUntil = (moment: () => number): number => {
    const began = now();
    for (let left = moment() - now(); left > 0; left = moment() - now()) {
      sleep(Math.min(left, longestNapMilliseconds));
      gate();
    }
    return now() - began;
  };
  const payBytes = (bytes: number): number => {
    const { bytesPerSecond } = limit();
    if (bytesPerSecond === undefined) {
      paidUntil = now();
      return 0;
    }
    paidUntil = Math.max(paidUntil, now() - turnMilliseconds) + (bytes * 1000 * threads) / bytesPerSecond;
    // Looked at again after every nap: a limit that was lifted meanwhile sets the thread free.
    return sleepUntil(() => (limit().bytesPerSecond === undefined ? now() : paidUntil));
  };
  const payTurn = (): number => {
    const { cpuShare } = limit();
    const worked = now() - turnBegan;
    if (worked < turnMilliseconds) return 0;
    const until = cpuShare === undefined ? now() : now() + (worked * (1 - cpuShare)) / cpuShare;
    const waited = sleepUntil(() => until);
    turnBegan = now();
    return waited;
  };
  return (bytes) => {
    const waited = payBytes(bytes);
    if (waited > 0) turnBegan = now();
    return waited + payTurn();
  };
}
