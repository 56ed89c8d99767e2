/** @file Worker thread: a large file is written by several threads at once, by position, and gets its name and attributes when it is whole. */
import { closeSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import { type ChunkList, numbersPerChunk } from '../format/catalog-entry.ts';
import { bytesFromNative, joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { modeForMetadata, setFileAttributes, setFileMode } from './attributes.ts';
import type { DispatcherOptions } from './file-dispatcher.ts';
import { beginOrders, type FileOrder, type FileOutcome } from './file-order.ts';
import { isFatalReason, onTarget, renameWhole, streamPath, TargetError } from './file-writer.ts';
import { restoreMetadata } from './late-metadata.ts';
import type { UnpackJob, UnpackProblem } from './unpack-jobs.ts';

export interface LargeFiles {
  /** Resolves when all segments are under way. @throws what stopped the restore */
  write(order: FileOrder): Promise<void>;
}

export interface LargeFileOptions extends DispatcherOptions {
  /** Watches over work that goes on after `write`. */
  readonly track: (work: Promise<void>) => void;
}

/** Content of a large file, or of one of its streams. */
interface LargeContent {
  readonly temporary: ByteText;
  readonly chunks: ChunkList;
  readonly sparse: boolean;
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

function* segmentsOfAll(contents: readonly LargeContent[], segmentBytes: number) {
  for (const { temporary, sparse, chunks } of contents)
    for (const segment of segmentsOf(chunks, segmentBytes)) yield { ...segment, temporary, sparse };
}

/** Attributes, metadata, name. */
async function finishWhole(
  order: FileOrder,
  temporary: ByteText,
  { store, extrasOf }: LargeFileOptions,
): Promise<FileOutcome> {
  const { line, folder, name } = order;
  const native = nativeFromBytes(temporary);
  const values = extrasOf(line)?.values;
  const open = values === undefined ? undefined : modeForMetadata(line);
  const ownFailure = onTarget(() => {
    const file = openSync(native, 'r+');
    try {
      // Gives a hole at the end its length.
      if (line.sparse) ftruncateSync(file, line.size);
      return setFileAttributes(file, open === undefined ? line : { ...line, mode: open }, undefined);
    } finally {
      closeSync(file);
    }
  });
  const [metadataFailure] =
    values === undefined || store === undefined
      ? []
      : await restoreMetadata(store, [{ path: native, ...values }]);
  const modeFailure =
    open === undefined || line.mode === undefined ? undefined : setFileMode(native, line.mode);
  onTarget(() => renameWhole(native, nativeFromBytes(joinBytes(folder, name))));
  const attributeFailure = ownFailure ?? metadataFailure ?? modeFailure;
  return { kind: 'whole', ...(attributeFailure === undefined ? {} : { attributeFailure }) };
}

function outcomeOf(error: unknown): FileOutcome {
  if (!(error instanceof TargetError)) throw error;
  return { kind: isFatalReason(error.reason) ? 'fatal' : 'target', reason: error.reason };
}

export function createLargeFiles(options: LargeFileOptions): LargeFiles {
  const { pool, journal, isCheck, segmentBytes, temporaryName } = options;
  const finish = async (
    order: FileOrder,
    temporary: ByteText,
    problem: UnpackProblem | undefined,
  ): Promise<void> => {
    let outcome: FileOutcome = { kind: 'whole' };
    if (problem !== undefined && problem.kind !== 'attribute') {
      outcome = { kind: problem.kind, reason: problem.reason };
    } else if (!isCheck) {
      try {
        outcome = await finishWhole(order, temporary, options);
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
      const streams = options.extrasOf(line)?.streams ?? [];
      const contents: readonly LargeContent[] = [
        { temporary, chunks: line.chunks, sparse: line.sparse },
        ...streams.map(({ name, chunks }) => ({
          temporary: isCheck ? '' : bytesFromNative(String(streamPath(nativeFromBytes(temporary), name))),
          chunks,
          sparse: false,
        })),
      ];
      const parts: Promise<void>[] = [];
      let problem: UnpackProblem | undefined;
      let failure: { readonly error: unknown } | undefined;
      if (!isCheck) {
        await pool.room();
        beginOrders(journal, [order]);
        try {
          for (const { temporary: path } of contents)
            onTarget(() => closeSync(openSync(nativeFromBytes(path), 'wx', 0o600)));
        } catch (error) {
          rmSync(nativeFromBytes(temporary), { force: true });
          order.onDone(outcomeOf(error));
          return;
        }
      }
      for (const { sparse, temporary: path, ...segment } of segmentsOfAll(contents, segmentBytes)) {
        try {
          await pool.room();
        } catch (error) {
          failure ??= { error };
        }
        if (problem !== undefined || failure !== undefined) break;
        const job: UnpackJob = { kind: 'segment', temporary: path, ...segment, sparse, isCheck };
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
