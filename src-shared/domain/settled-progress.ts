import type { Progress, TaskState } from './tasks.ts';

/** Reading runs ahead of writing, so the last bytes that were read are not safe yet: only the end of the work is all of it. */
const mostBeforeTheEnd = 0.99;

type Figures = Pick<Progress, 'doneBytes' | 'totalBytes' | 'writtenBytes' | 'waiting'>;

/**
 * Bytes of the whole that are done. While the work waits for space, what was read and waits in memory does not count: then it is the
 * share of the output that is written already.
 */
export function settledBytes({ doneBytes, totalBytes, writtenBytes, waiting }: Figures): number {
  if (waiting === undefined || totalBytes === undefined || writtenBytes === undefined) return doneBytes;
  const outputBytes = writtenBytes + waiting.missingBytes;
  const writtenShare = outputBytes === 0 ? 0 : writtenBytes / outputBytes;
  return Math.min(doneBytes, Math.floor(totalBytes * writtenShare));
}

function partOf(progress: Progress): number | undefined {
  const { totalBytes, totalFiles, doneFiles } = progress;
  if (totalBytes === undefined) return undefined;
  if (totalBytes > 0) return settledBytes(progress) / totalBytes;
  return totalFiles === undefined || totalFiles === 0 ? undefined : doneFiles / totalFiles;
}

/**
 * Part that is done, 0 to 1; undefined while the whole is unknown. Finished tasks are whole, also empty ones, and no others: one that
 * has read everything may still have to write.
 */
export function settledFraction(progress: Progress, state: TaskState): number | undefined {
  if (state === 'completed' || state === 'completedWithWarnings') return 1;
  const part = partOf(progress);
  return part === undefined ? undefined : Math.min(mostBeforeTheEnd, part);
}
