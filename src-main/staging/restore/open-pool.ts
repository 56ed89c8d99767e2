/** @file Worker thread: as many threads as a restore is worth. */
import { availableParallelism } from 'node:os';
import { createInlinePool, createThreadPool, type PoolOptions } from '../../platform/node/thread-pool.ts';
import type { OpenFileMetadata } from '../../platform/ports/file-metadata.ts';
import type { UnpackPool } from './file-dispatcher.ts';
import type { Survey } from './survey.ts';
import { createUnpacker } from './unpack.ts';
import type { UnpackSetup } from './unpack-jobs.ts';

/** Each takes 45 to 90 MiB; with more of them the disk is the limit, not the processor. */
const mostThreads = 4;
/** Below both of these a thread would take longer to start than the work takes. */
const inlineBytes = 16 * 1024 * 1024;
const inlineFiles = 256;

/** For tests, which want threads for little work. */
export interface RestoreTuning {
  /** 0: all in the calling thread. */
  readonly threads?: number;
  readonly segmentBytes?: number;
  /** Alternate data streams are written whatever the system. */
  readonly writesStreams?: boolean;
}

/** One thread per core, four at most. */
export function usefulThreads(bytes: number, files: number): number {
  if (bytes < inlineBytes && files < inlineFiles) return 0;
  return Math.max(1, Math.min(mostThreads, availableParallelism()));
}

/** @param options all but the number of threads. @param openMetadata for work in this thread; others have their own */
export function openUnpackPool(
  survey: Pick<Survey, 'bytes' | 'files'>,
  tuning: RestoreTuning,
  options: PoolOptions<Omit<UnpackSetup, 'threads'>>,
  openMetadata: OpenFileMetadata | undefined,
): UnpackPool {
  const threads = tuning.threads ?? usefulThreads(survey.bytes, survey.files);
  const setup: UnpackSetup = { ...options.setup, threads: Math.max(1, threads) };
  return threads === 0
    ? createInlinePool((own, tools) => createUnpacker(own, tools, openMetadata), { ...options, setup })
    : createThreadPool('unpack', threads, { ...options, setup });
}
