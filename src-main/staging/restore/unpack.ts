/** @file Worker thread: does the whole of reading blocks, authenticating, decoding and writing files for its share of a restore. */
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobRunner, JobTools } from '../../platform/node/thread-pool.ts';
import type { MetadataValues, OpenFileMetadata } from '../../platform/ports/file-metadata.ts';
import { openPlannedSource } from '../read/open-worker-source.ts';
import { plannedExtents } from '../read/planned-source.ts';
import { type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import { modeForMetadata } from './attributes.ts';
import { type ContentPiece, readContent } from './content-piece.ts';
import { createContentReader } from './content-reader.ts';
import {
  type FileTask,
  type FolderTraits,
  isFatalReason,
  TargetError,
  writeFile,
  writeTemporary,
} from './file-writer.ts';
import { discardFiles, finishFiles, type WrittenFile } from './finish-files.ts';
import { createSegmentWindows, type SegmentWindows } from './segment-windows.ts';
import { SegmentWriter } from './segment-writer.ts';
import { createTemporaryNames } from './temporary-names.ts';
import {
  chunksInOrder,
  type PackedFiles,
  type UnpackJob,
  type UnpackProblem,
  type UnpackSetup,
  unpackFiles,
} from './unpack-jobs.ts';

const mebibyte = 1024 * 1024;
/** Decoded blocks that all threads together keep. */
const keptBlockBytes = 32 * mebibyte;
const leastKeptBytes = 8 * mebibyte;
/** Read ahead by all threads together, where that is needed at all. */
const aheadBytes = 64 * mebibyte;
const largestPieceBytes = 4 * mebibyte;
const requestsAhead = 4;

const damageCodes: ReadonlySet<string> = new Set([
  'staging.volumeDamaged',
  'staging.volumeMissing',
  'staging.volumeIncomplete',
  'staging.versionUnsupported',
]);

/** Trouble with one file; rethrows what stops the whole restore. */
function problemOf(error: unknown): Omit<UnpackProblem, 'index'> {
  if (error instanceof AppError && damageCodes.has(error.code)) {
    return { kind: 'damaged', reason: `${error.code} ${error.params.file ?? ''}`.slice(0, 512) };
  }
  if (!(error instanceof TargetError)) throw error;
  return { kind: isFatalReason(error.reason) ? 'fatal' : 'target', reason: error.reason.slice(0, 512) };
}

/** Serves the pool of a restore. @param openMetadata makes a store of the setup's facts */
export async function createUnpacker(
  setup: UnpackSetup,
  tools: JobTools,
  openMetadata?: OpenFileMetadata,
): Promise<JobRunner<UnpackJob, readonly UnpackProblem[]>> {
  const { location, volumes, setId, dataKey, threads } = setup;
  const source = await openPlannedSource(location, {
    ahead: requestsAhead,
    pieceBytes: Math.min(largestPieceBytes, Math.floor(aheadBytes / threads / requestsAhead)),
  });
  const keptBytes = Math.max(leastKeptBytes, Math.floor(keptBlockBytes / threads));
  const content = createContentReader({ source, volumes, setId, dataKey, keptBytes });
  const temporaryName = createTemporaryNames(setup.run);
  const store = setup.metadata === undefined ? undefined : openMetadata?.(setup.metadata);
  let windows: SegmentWindows | undefined;
  const byNumber = new Map(volumes.map((volume) => [volume.number, volume]));

  const onBytes = (bytes: number): void => {
    tools.checkpoint();
    tools.report(bytes);
  };
  // Nothing is written, so a hole is one step, however long a forged catalog makes it.
  const check = (piece: ContentPiece): Promise<void> =>
    readContent({ ...piece, sparse: true }, content, (_bytes, length) => {
      onBytes(length);
      return undefined;
    });
  const checkAll = async ({ content: main, streams }: FileTask): Promise<void> => {
    await check(main);
    for (const { chunks, size: length } of streams) {
      const piece = { chunks, position: 0, length, sparse: false };
      await readContent(piece, content, () => {
        tools.checkpoint();
        return undefined;
      });
    }
  };
  /** Metadata is set for many files at once, so these get their names later. */
  const writeForLater = async (
    index: number,
    task: FileTask,
    temporary: NativePath,
    folder: FolderTraits,
    values: MetadataValues,
  ): Promise<WrittenFile> => {
    const { attributes, path } = task;
    const open = modeForMetadata(attributes);
    const passing = open === undefined ? task : { ...task, attributes: { ...attributes, mode: open } };
    const failure = await writeTemporary(passing, temporary, folder, content, onBytes);
    return {
      index,
      temporary,
      path,
      values,
      mode: open === undefined ? undefined : attributes.mode,
      failure,
    };
  };
  const unpackAll = async (files: PackedFiles, isCheck: boolean): Promise<readonly UnpackProblem[]> => {
    const problems: UnpackProblem[] = [];
    const traits: readonly FolderTraits[] = files.folders.map(() => ({ traits: undefined }));
    let later: WrittenFile[] = [];
    let index = 0;
    const noteAttribute = (at: number, reason: string | undefined): void => {
      if (reason !== undefined) problems.push({ index: at, kind: 'attribute', reason });
    };
    const noteProblem = (at: number, error: unknown): UnpackProblem => {
      const problem = { index: at, ...problemOf(error) };
      problems.push(problem);
      return problem;
    };
    try {
      for (const { folder, folderPath, task, values } of unpackFiles(files)) {
        tools.checkpoint();
        try {
          const ofFolder = traits[folder] ?? { traits: undefined };
          const temporary = isCheck ? '' : nativeFromBytes(temporaryName(folderPath));
          if (isCheck) await checkAll(task);
          else if (values !== undefined && store !== undefined)
            later.push(await writeForLater(index, task, temporary, ofFolder, values));
          else noteAttribute(index, await writeFile(task, temporary, ofFolder, content, onBytes));
        } catch (error) {
          if (noteProblem(index, error).kind === 'fatal') return problems;
        }
        tools.report(0, 1);
        index += 1;
      }
      const whole = later;
      later = [];
      if (store !== undefined && whole.length > 0)
        await finishFiles(store, whole, (file, failure, error) => {
          if (error === undefined) noteAttribute(file.index, failure);
          else noteProblem(file.index, error);
        });
      return problems;
    } finally {
      discardFiles(later);
    }
  };
  const writeSegment = async (job: Extract<UnpackJob, { kind: 'segment' }>): Promise<void> => {
    windows ??= createSegmentWindows(threads);
    const writer = await SegmentWriter.open(nativeFromBytes(job.temporary), windows);
    try {
      await readContent(job, content, (bytes, length, position) => {
        onBytes(length);
        if (bytes !== undefined) return writer.put(bytes, position);
        return job.sparse ? undefined : writer.putZeros(length, position);
      });
      await writer.finish();
    } finally {
      await writer.close();
    }
  };
  return {
    async run(job) {
      if (job.kind === 'files') return unpackAll(job.files, job.isCheck);
      try {
        await (job.isCheck ? check(job) : writeSegment(job));
        return [];
      } catch (error) {
        return [{ index: 0, ...problemOf(error) }];
      }
    },
    expect(job) {
      const chunks = job.kind === 'files' ? chunksInOrder(job.files) : job.chunks;
      source.expect(plannedExtents(chunks, (number) => byNumber.get(number)));
    },
    close: () => source.close(),
  };
}
