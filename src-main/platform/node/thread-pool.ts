/** @file Threads that work side by side for one task: a coordinating thread hands out jobs and gets an answer for each. */
import { isMainThread, parentPort, type Transferable, Worker, workerData } from 'node:worker_threads';
import { AppError, type AppErrorData, fromErrorData } from '../../../src-shared/errors/app-error.ts';
import { createWorkerGate, type WorkerName, workerUrl } from './worker-task.ts';

/** What a job reports through. */
export interface JobTools {
  /** Waits while the task is paused. @throws AppError `task.stopped`, also when another job of the pool failed */
  checkpoint(): void;
  report(bytes: number, files?: number): void;
}

/** Does jobs, one after the other, in whichever thread. */
export interface JobRunner<Job, Answer> {
  run(job: Job): Promise<Answer>;
  /** Told of a job before its turn, so that it can read ahead. */
  expect?(job: Job): void;
  close(): Promise<void>;
}

export type CreateRunner<Setup, Job, Answer> = (
  setup: Setup,
  tools: JobTools,
) => Promise<JobRunner<Job, Answer>>;

export interface JobPool<Job, Answer> {
  /** Resolves when another job can be taken without piling up. @throws what the first failed job threw */
  room(): Promise<void>;
  /** @throws what the job threw: AppErrors whole, anything else with the stack of its thread */
  run(job: Job, transfer?: readonly Transferable[]): Promise<Answer>;
  /** Waits for what runs; after a failure that is soon. */
  close(): Promise<void>;
}

export interface PoolOptions<Setup> {
  readonly setup: Setup;
  /** The task's state, `WorkerControl.state`. */
  readonly state: SharedArrayBuffer;
  /** Gets what jobs report, at most ten times a second from each thread. */
  readonly onReport: (bytes: number, files: number) => void;
}

interface ThreadStart {
  readonly setup: unknown;
  readonly state: SharedArrayBuffer;
  readonly cancelled: SharedArrayBuffer;
}

type ToThread = { readonly id: number; readonly job: unknown };
type FromThread =
  | { readonly type: 'report'; readonly bytes: number; readonly files: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: AppErrorData }
  | { readonly type: 'crashed'; readonly id: number; readonly message: string; readonly stack: string };

/** One job runs, one waits: no thread runs dry while the coordinator is busy. */
const jobsPerThread = 2;
const reportEveryMilliseconds = 100;
/** Jobs leave little behind that lives long: a larger nursery would only take memory, once per thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

function stopped(): AppError {
  return new AppError({ kind: 'user', code: 'task.stopped', retry: 'resume' });
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, { resolve(answer: unknown): void; reject(error: unknown): void }>;
}

/**
 * Starts threads that serve jobs with `serveJobs`.
 * @param count at least 1
 */
export function createThreadPool<Setup, Job, Answer>(
  name: WorkerName,
  count: number,
  { setup, state, onReport }: PoolOptions<Setup>,
): JobPool<Job, Answer> {
  const cancelled = new SharedArrayBuffer(4);
  const start: ThreadStart = { setup, state, cancelled };
  let failure: { readonly error: unknown } | undefined;
  let waiting: (() => void)[] = [];
  let nextId = 0;
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  const fail = (error: unknown): void => {
    failure ??= { error };
    Atomics.store(new Int32Array(cancelled), 0, 1);
  };
  const startThread = (): Thread => {
    const worker = new Worker(workerUrl(name), { workerData: start, resourceLimits });
    const thread: Thread = { worker, jobs: new Map() };
    const lose = (error: Error): void => {
      fail(error);
      for (const job of thread.jobs.values()) job.reject(error);
      thread.jobs.clear();
      wake();
    };
    const settle = (
      id: number,
      how: (job: { resolve(answer: unknown): void; reject(error: unknown): void }) => void,
    ) => {
      const job = thread.jobs.get(id);
      thread.jobs.delete(id);
      if (job !== undefined) how(job);
      wake();
    };
    const settleFailed = (id: number, error: unknown): void => {
      fail(error);
      settle(id, (job) => job.reject(error));
    };
    thread.worker.on('message', (message: FromThread) => {
      switch (message.type) {
        case 'report':
          if (failure !== undefined) break;
          try {
            onReport(message.bytes, message.files);
          } catch (error) {
            fail(error);
          }
          break;
        case 'answer':
          settle(message.id, (job) => job.resolve(message.answer));
          break;
        case 'failed':
          settleFailed(message.id, fromErrorData(message.error));
          break;
        case 'crashed':
          settleFailed(message.id, Object.assign(new Error(message.message), { stack: message.stack }));
          break;
      }
    });
    thread.worker.on('error', lose);
    thread.worker.on('exit', (code) => lose(new Error(`Worker ${name} ended early with code ${code}`)));
    return thread;
  };
  const threads = Array.from({ length: count }, startThread);
  const leastBusy = (): Thread =>
    threads.reduce((best, thread) => (thread.jobs.size < best.jobs.size ? thread : best));
  return {
    async room() {
      while (failure === undefined && leastBusy().jobs.size >= jobsPerThread) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      if (failure !== undefined) throw failure.error;
    },
    run(job, transfer = []) {
      return new Promise<Answer>((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure.error);
          return;
        }
        const { worker, jobs } = leastBusy();
        const id = nextId;
        nextId += 1;
        jobs.set(id, { resolve: (answer) => resolve(answer as Answer), reject });
        worker.postMessage({ id, job } satisfies ToThread, [...transfer]);
      });
    },
    async close() {
      fail(stopped());
      while (threads.some(({ jobs }) => jobs.size > 0)) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      await Promise.all(threads.map(({ worker }) => worker.removeAllListeners('exit').terminate()));
    },
  };
}

/** The same without threads, for what is done sooner than a thread starts. */
export function createInlinePool<Setup, Job, Answer>(
  create: CreateRunner<Setup, Job, Answer>,
  { setup, state, onReport }: PoolOptions<Setup>,
): JobPool<Job, Answer> {
  const checkpoint = createWorkerGate(state);
  const runner = create(setup, { checkpoint, report: (bytes, files = 0) => onReport(bytes, files) });
  runner.catch(() => undefined);
  let failure: { readonly error: unknown } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async room() {
      await last;
      if (failure !== undefined) throw failure.error;
    },
    run(job) {
      const answer = last.then(async () => {
        if (failure !== undefined) throw failure.error;
        return (await runner).run(job);
      });
      last = answer.catch((error: unknown) => {
        failure ??= { error };
      });
      return answer;
    },
    async close() {
      failure ??= { error: stopped() };
      await last;
      const started = await runner.catch(() => undefined);
      await started?.close();
    },
  };
}

/** Body of a worker entry file whose thread belongs to a pool. */
export function serveJobs<Setup, Job, Answer>(create: CreateRunner<Setup, Job, Answer>): void {
  const port = parentPort;
  if (isMainThread || port === null) throw new Error('serveJobs belongs into a worker thread');
  const { setup, state, cancelled } = workerData as ThreadStart;
  const post = (message: FromThread): void => port.postMessage(message);
  const gate = createWorkerGate(state);
  const isCancelled = new Int32Array(cancelled);
  const pending = { bytes: 0, files: 0, reportedAt: 0 };
  const flush = (): void => {
    if (pending.bytes > 0 || pending.files > 0) {
      post({ type: 'report', bytes: pending.bytes, files: pending.files });
    }
    Object.assign(pending, { bytes: 0, files: 0, reportedAt: performance.now() });
  };
  const runner = create(setup as Setup, {
    checkpoint() {
      gate();
      if (Atomics.load(isCancelled, 0) !== 0) throw stopped();
    },
    report(bytes, files = 0) {
      pending.bytes += bytes;
      pending.files += files;
      if (performance.now() - pending.reportedAt > reportEveryMilliseconds) flush();
    },
  });
  const run = async ({ id, job }: ToThread): Promise<void> => {
    try {
      const answer = await (await runner).run(job as Job);
      flush();
      post({ type: 'answer', id, answer });
    } catch (error) {
      if (error instanceof AppError) post({ type: 'failed', id, error: error.toData() });
      else {
        const failure = error instanceof Error ? error : new Error(String(error));
        post({ type: 'crashed', id, message: failure.message, stack: failure.stack ?? '' });
      }
    }
  };
  let last: Promise<void> = runner.then(
    () => undefined,
    () => undefined,
  );
  port.on('message', (message: ToThread) => {
    void runner.then(
      ({ expect }) => expect?.(message.job as Job),
      () => undefined,
    );
    last = last.then(() => run(message));
  });
}
