/** @file Runs in the copy worker: the bytes of one file, read ahead, hashed by batches, written behind. */
import { stat } from 'node:fs/promises';
import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import type { DataFile } from '../../platform/node/data-file.ts';
import { fromStaging, onDrive, stagingMismatch } from './copy-errors.ts';
import type { CopyRun } from './copy-run.ts';
import type { CopyFile } from './copy-types.ts';
import { PieceHashes } from './piece-hashes.ts';
import { quiet, ReadAhead } from './read-ahead.ts';

/** Bytes of a file from one piece up to another. */
export const bytesOfPieces = (file: CopyFile, first: number, end: number): number =>
  Math.min(end * pageRangeBytes, file.bytes) - first * pageRangeBytes;

/** True when the file in staging was written, or taken away, after the session had looked at it. */
export async function isChangedSince(run: CopyRun, sourcePath: string): Promise<boolean> {
  const found = await stat(sourcePath).catch(() => undefined);
  return found === undefined || found.mtimeMs > run.input.describedAtMilliseconds;
}

/**
 * Copies all pieces. A batch in which something is not as staged is never written.
 * @returns MD5s of the pieces, joined
 * @throws StagingFault when staging is to blame, AppError of kind device when the drive is
 */
export async function copyPieces(
  run: CopyRun,
  file: CopyFile,
  source: DataFile,
  sink: DataFile,
): Promise<Buffer> {
  const { stagingPath, target } = run.input;
  const { memory, clock } = run;
  const hashes = new PieceHashes(file.bytes, file.pageRangeMd5);
  const count = pageRangeCount(file.bytes);
  const writes: Promise<void>[] = [];
  const reads = new ReadAhead(memory, count, async (piece) => {
    // The buffer is free again when the piece that was in it before is on the drive.
    await writes[memory.placeOf(piece)];
    const length = bytesOfPieces(file, piece, piece + 1);
    const bytes = await fromStaging(stagingPath, file.name, () =>
      source.read(memory.buffer(piece), length, piece * pageRangeBytes),
    );
    if (bytes !== length) throw stagingMismatch(file.name, true);
    return bytes;
  });
  // In one call: several at a time would wait for each other in the file system, and one after the other for this thread while it hashes.
  const write = (first: number, end: number): Promise<void> => {
    const length = bytesOfPieces(file, first, end);
    return onDrive(target, file.name, () =>
      sink.write(memory.span(first, length), length, first * pageRangeBytes),
    ).then(() => run.advance(length));
  };
  try {
    for (let first = 0; first < count; first += memory.batchPieces) {
      const end = Math.min(count, first + memory.batchPieces);
      reads.startFor(first);
      for (let piece = first; piece < end; piece += 1) {
        run.control.throwIfStopped();
        await clock.waiting('driveWrite', writes[memory.placeOf(piece)]);
        await clock.waiting('sourceRead', reads.bytesOf(piece));
      }
      if (!hashes.add(first, memory.md5(first, bytesOfPieces(file, first, end)))) {
        throw stagingMismatch(file.name, await isChangedSince(run, run.sourceOf(file)));
      }
      const written = quiet(write(first, end));
      for (let piece = first; piece < end; piece += 1) writes[memory.placeOf(piece)] = written;
    }
    await clock.waiting('driveWrite', Promise.all(writes));
  } finally {
    // Nobody may close the files or use the buffers while the system still works with them.
    await reads.settled();
    await Promise.allSettled(writes);
  }
  return hashes.hashes;
}
