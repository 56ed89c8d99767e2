/** @file Ends a fuzz that hangs, from a thread of its own, since the thread that hangs cannot. */
import { writeFileSync, writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { roundSeed } from '../common/soak-case.ts';

/** Words that the threads share: the number of the input that is being read, and whether all is done. */
const inputAt = 0;
const doneAt = 1;
const lookEveryMilliseconds = 1000;

export interface WatchdogOptions {
  /** An input may take so long, in milliseconds, on a machine with other work too. */
  readonly patienceMilliseconds: number;
  /** Gets a line about a hang, since nobody else can tell it any more. */
  readonly hangFile: string;
  readonly seed: number;
}

interface WatchdogStart extends WatchdogOptions {
  readonly shared: SharedArrayBuffer;
}

export interface Watchdog {
  /** Another input begins. */
  reached(input: number): void;
  stop(): Promise<void>;
}

/** A hang is told on standard error and in a file, and the process is killed. */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const shared = new SharedArrayBuffer(8);
  const words = new Int32Array(shared);
  const start: WatchdogStart = { ...options, shared };
  const worker = new Worker(new URL(import.meta.url), { workerData: start });
  return {
    reached: (input) => Atomics.store(words, inputAt, input),
    async stop() {
      Atomics.store(words, doneAt, 1);
      Atomics.notify(words, doneAt);
      await worker.terminate();
    },
  };
}

function watch({ shared, patienceMilliseconds, hangFile, seed }: WatchdogStart): void {
  const words = new Int32Array(shared);
  let seen = -1;
  let since = performance.now();
  while (Atomics.wait(words, doneAt, 0, lookEveryMilliseconds) === 'timed-out') {
    const input = Atomics.load(words, inputAt);
    if (input !== seen) {
      seen = input;
      since = performance.now();
    } else if (performance.now() - since > patienceMilliseconds) {
      const line = `input ${input} hangs; again with --seed ${roundSeed(seed, input)} --count 1\n`;
      writeFileSync(hangFile, line);
      writeSync(2, line);
      process.kill(process.pid, 'SIGKILL');
    }
  }
}

if (!isMainThread && (workerData as WatchdogStart | null)?.hangFile !== undefined)
  watch(workerData as WatchdogStart);
