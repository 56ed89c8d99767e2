/** @file Worker thread of the backup: the packing threads, what each has to do, and what comes back. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fromErrorData } from '../../../src-shared/errors/app-error.ts';
import { workerUrl } from '../../platform/node/worker-task.ts';
import type { VolumeRow } from '../staging-types.ts';
import {
  type FromPacker,
  type PackedFiles,
  type PackJob,
  type PackStart,
  packCounterCount,
  packCounters,
} from './pack-messages.ts';

/** A job without the number that the pool gives it. */
export type NewPackJob<Job = Extract<PackJob, { id: number }>> = Job extends unknown
  ? Omit<Job, 'id'>
  : never;

export interface PackPoolOptions extends Omit<PackStart, 'counters'> {
  readonly firstNumber: number;
  /** There will be work for all threads; otherwise each starts when there is some for it. */
  readonly startsAtOnce: boolean;
  readonly onVolume: (row: VolumeRow) => void;
  /** How much more a full folder must hold, over all threads; 0: it goes on. */
  readonly onFull: (missingBytes: number, folder: string) => void;
}

export interface PackTimes {
  readonly reading: number;
  readonly writing: number;
  readonly paced: number;
}

export interface PackPool {
  /** Bytes of the source that were read, and bytes of volumes that were written. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Bytes of volumes that are on their way to the disk. */
  readonly heldBytes: number;
  /** Milliseconds that threads spent on each, all together. */
  readonly times: PackTimes;
  /** True while no thread would begin a further job soon: the walk should wait. */
  readonly isBusy: boolean;
  /** Hands a job to the next free thread. @param onPacked called with its content */
  add(job: NewPackJob, onPacked: (packed: PackedFiles) => void): void;
  /** Resolves at the next answer of any thread. @throws what a thread threw */
  answer(): Promise<void>;
  /** Ends the work: the next `answer` throws it. */
  fail(error: unknown): void;
  /** Asks every thread to write what it gathered, once. */
  flush(): void;
  /** Resolves when all is written and closed. @throws as `answer` */
  finish(): Promise<void>;
  /** Ends the threads; unfinished volumes stay under their partial names. */
  close(): Promise<void>;
}

/** Each thread takes about 100 MiB; beyond eight the disk is the limit. */
export function defaultPackThreads(): number {
  return Math.max(1, Math.min(8, availableParallelism()));
}

/** A small nursery makes V8 give back the many short-lived buffers soon; it costs no time that can be measured. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Jobs that a thread has in hand, so that it never waits for the next one. */
const jobsPerThread = 2;

interface Thread {
  readonly worker: Worker;
  jobs: number;
  flushes: number;
  missingBytes: number;
  fullFolder: string | undefined;
  isFinished: boolean;
}

/** A small backup needs only one thread. */
export function createPackPool(options: PackPoolOptions): PackPool {
  const { firstNumber, startsAtOnce, onVolume, onFull, ...rest } = options;
  const counters = new SharedArrayBuffer(packCounterCount * 8);
  const words = new BigInt64Array(counters);
  words[packCounters.nextNumber] = BigInt(firstNumber);
  const start: PackStart = { ...rest, counters };
  const waiting: Extract<PackJob, { id: number }>[] = [];
  const listeners = new Map<number, (packed: PackedFiles) => void>();
  let nextId = 0;
  let failure: unknown;
  let wake: (() => void) | undefined;

  const threads: Thread[] = [];
  /** The least busy thread; a new one as long as there may be more and every other one has something to do. */
  const freeThread = (): Thread => {
    const [first, ...others] = threads;
    const free = others.reduce(
      (least, thread) => (least === undefined || thread.jobs < least.jobs ? thread : least),
      first,
    );
    if (free !== undefined && (free.jobs === 0 || threads.length === options.threads)) return free;
    const started = startThread();
    threads.push(started);
    return started;
  };
  const dispatch = (): void => {
    for (let job = waiting[0]; job !== undefined; job = waiting[0]) {
      const free = freeThread();
      if (free.jobs >= jobsPerThread) return;
      waiting.shift();
      free.jobs += 1;
      free.worker.postMessage(job);
    }
  };
  const wakeUp = (): void => {
    wake?.();
    wake = undefined;
  };
  const fail = (error: unknown): void => {
    failure ??= error;
    wakeUp();
  };
  /** Threads may wait for different folders: the first of them is named. */
  const tellFull = (): void => {
    const [first] = threads.filter(({ missingBytes }) => missingBytes > 0);
    const missing = threads.reduce((sum, { missingBytes }) => sum + missingBytes, 0);
    onFull(missing, first?.fullFolder ?? options.folder);
  };
  const receive = (thread: Thread, message: FromPacker): void => {
    switch (message.kind) {
      case 'packed': {
        thread.jobs -= 1;
        const listener = listeners.get(message.id);
        listeners.delete(message.id);
        dispatch();
        listener?.(message.packed);
        break;
      }
      case 'volume':
        onVolume(message.row);
        break;
      case 'full':
        thread.missingBytes = message.missingBytes;
        thread.fullFolder = message.folder;
        tellFull();
        break;
      case 'flushed':
        thread.flushes -= 1;
        break;
      case 'finished':
        thread.isFinished = true;
        break;
      case 'failed':
        fail(fromErrorData(message.error));
        break;
      case 'crashed':
        fail(Object.assign(new Error(message.message), { stack: message.stack }));
        break;
    }
  };
  const startThread = (): Thread => {
    const worker = new Worker(workerUrl('pack'), { workerData: start, resourceLimits });
    const thread: Thread = {
      worker,
      jobs: 0,
      flushes: 0,
      missingBytes: 0,
      fullFolder: undefined,
      isFinished: false,
    };
    worker.on('message', (message: FromPacker) => {
      try {
        receive(thread, message);
      } catch (error) {
        fail(error);
      }
      wakeUp();
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`packing thread ended early with code ${code}`)));
    return thread;
  };
  while (startsAtOnce && threads.length < options.threads) threads.push(startThread());
  const answer = async (): Promise<void> => {
    if (failure === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure !== undefined) throw failure;
  };
  return {
    get readBytes() {
      return Number(Atomics.load(words, packCounters.readBytes));
    },
    get writtenBytes() {
      return Number(Atomics.load(words, packCounters.writtenBytes));
    },
    get heldBytes() {
      return Number(Atomics.load(words, packCounters.heldBytes));
    },
    get times() {
      const milliseconds = (counter: number): number => Number(Atomics.load(words, counter)) / 1000;
      const { readingTime, writingTime, pacedTime } = packCounters;
      return {
        reading: milliseconds(readingTime),
        writing: milliseconds(writingTime),
        paced: milliseconds(pacedTime),
      };
    },
    get isBusy() {
      return waiting.length >= options.threads;
    },
    add(job, onPacked) {
      const id = nextId;
      nextId += 1;
      listeners.set(id, onPacked);
      waiting.push({ ...job, id });
      dispatch();
    },
    answer,
    fail,
    flush() {
      for (const thread of threads) {
        if (thread.flushes > 0) continue;
        thread.flushes += 1;
        thread.worker.postMessage({ kind: 'flush' } satisfies PackJob);
      }
    },
    async finish() {
      while (listeners.size > 0) await answer();
      for (const { worker } of threads) worker.postMessage({ kind: 'finish' } satisfies PackJob);
      while (threads.some(({ isFinished }) => !isFinished)) await answer();
    },
    async close() {
      for (const { worker } of threads) worker.removeAllListeners('exit');
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}
