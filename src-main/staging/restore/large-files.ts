/** @file Worker thread: a large file is written by several threads at once, by position, and gets its name and attributes when it is whole. */
import { closeSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import { type ChunkList, numbersPerChunk } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { setFileAttributes } from './attributes.ts';
import type { DispatcherOptions } from './file-dispatcher.ts';
import { beginOrders, type FileOrder, type FileOutcome } from './file-order.ts';
import { isFatalReason, onTarget, renameWhole, TargetError } from './file-writer.ts';
import type { UnpackJob, UnpackProblem } from './unpack-jobs.ts';

export interface LargeFiles {
  /** Resolves when all segments are under way. @throws what stopped the restore */
  write(order: FileOrder): Promise<void>;
}

export interface LargeFileOptions extends DispatcherOptions {
  /** Watches over work that goes on after `write`. */
  readonly track: (work: Promise<void>) => void;
}

interface Segment {
  readonly chunks: Float64Array<ArrayBuffer>;
  readonly position: number;
  readonly length: number;
}

/** Parts of at least so many bytes, but for the last. A chunk belongs to one part, so none is read twice. */
export function* segmentsOf(chunks: ChunkList, segmentBytes: number): Generator<Segment> {
  let start = 0;
  let position = 0;
  let length = 0;
  for (let index = 0; index < chunks.length; index += numbersPerChunk) {
    length += chunks[index + 3] ?? 0;
    const end = index + numbersPerChunk;
    if (length < segmentBytes && end < chunks.length) continue;
    yield { chunks: Float64Array.from(chunks.slice(start, end)), position, length };
    start = end;
    position += length;
    length = 0;
  }
}

function finishWhole(order: FileOrder, temporary: ByteText): FileOutcome {
  const { line, folder, name } = order;
  const native = nativeFromBytes(temporary);
  const attributeFailure = onTarget(() => {
    const file = openSync(native, 'r+');
    try {
      // Gives a hole at the end its length.
      if (line.sparse) ftruncateSync(file, line.size);
      return setFileAttributes(file, line, undefined);
    } finally {
      closeSync(file);
    }
  });
  onTarget(() => renameWhole(native, nativeFromBytes(joinBytes(folder, name))));
  return { kind: 'whole', ...(attributeFailure === undefined ? {} : { attributeFailure }) };
}

function outcomeOf(error: unknown): FileOutcome {
  if (!(error instanceof TargetError)) throw error;
  return { kind: isFatalReason(error.reason) ? 'fatal' : 'target', reason: error.reason };
}

export function createLargeFiles(options: LargeFileOptions): LargeFiles {
  const { pool, journal, isCheck, segmentBytes, temporaryName } = options;
  const finish = (order: FileOrder, temporary: ByteText, problem: UnpackProblem | undefined): void => {
    let outcome: FileOutcome = { kind: 'whole' };
    if (problem !== undefined && problem.kind !== 'attribute') {
      outcome = { kind: problem.kind, reason: problem.reason };
    } else if (!isCheck) {
      try {
        outcome = finishWhole(order, temporary);
        journal.done([order.ordinal]);
      } catch (error) {
        outcome = outcomeOf(error);
      }
    }
    if (!isCheck && outcome.kind !== 'whole') rmSync(nativeFromBytes(temporary), { force: true });
    options.onLargeFile();
    order.onDone(outcome);
  };
  return {
    async write(order) {
      const { line, folder } = order;
      const temporary = isCheck ? '' : temporaryName(folder);
      const parts: Promise<void>[] = [];
      let problem: UnpackProblem | undefined;
      let failure: { readonly error: unknown } | undefined;
      if (!isCheck) {
        await pool.room();
        beginOrders(journal, [order]);
        try {
          onTarget(() => closeSync(openSync(nativeFromBytes(temporary), 'wx', 0o600)));
        } catch (error) {
          order.onDone(outcomeOf(error));
          return;
        }
      }
      for (const segment of segmentsOf(line.chunks, segmentBytes)) {
        try {
          await pool.room();
        } catch (error) {
          failure ??= { error };
        }
        if (problem !== undefined || failure !== undefined) break;
        const job: UnpackJob = { kind: 'segment', temporary, ...segment, sparse: line.sparse, isCheck };
        const part = pool.run(job, [segment.chunks.buffer]).then(
          ([found]) => {
            problem ??= found;
          },
          (error: unknown) => {
            failure ??= { error };
          },
        );
        parts.push(part);
      }
      options.track(
        Promise.all(parts).then(() => {
          if (failure === undefined) return finish(order, temporary, problem);
          if (!isCheck) rmSync(nativeFromBytes(temporary), { force: true });
          throw failure.error;
        }),
      );
    },
  };
}
