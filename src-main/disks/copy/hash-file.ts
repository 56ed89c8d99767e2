/** @file Runs in the copy worker: reads a file back and hashes every piece. */
import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import { DataFile } from '../../platform/node/data-file.ts';
import { bytesOfPieces } from './copy-pieces.ts';
import type { CopyRun } from './copy-run.ts';
import type { CopyFile } from './copy-types.ts';
import { PieceHashes } from './piece-hashes.ts';
import { ReadAhead } from './read-ahead.ts';

export interface HashedFile {
  /** MD5s of the pieces, joined. */
  readonly hashes: Buffer;
  /** False: a piece differs from what was expected, or the file is shorter. */
  readonly isAsExpected: boolean;
  /** Every byte came past the system cache. */
  readonly isDirect: boolean;
}

/**
 * Reads a whole file.
 * @param wantsDirect ask the device, not the system cache
 * @param expected MD5s that the pieces should have
 * @throws the system's error
 */
export async function hashFile(
  run: CopyRun,
  path: string,
  file: CopyFile,
  wantsDirect: boolean,
  expected: Uint8Array | undefined,
): Promise<HashedFile> {
  const { memory } = run;
  const count = pageRangeCount(file.bytes);
  const hashes = new PieceHashes(file.bytes, expected);
  const source = await DataFile.open(path, 'read', wantsDirect);
  const reads = new ReadAhead(memory, count, (piece) =>
    source.read(memory.buffer(piece), bytesOfPieces(file, piece, piece + 1), piece * pageRangeBytes),
  );
  let isAsExpected = true;
  try {
    for (let first = 0; first < count && isAsExpected; first += memory.batchPieces) {
      const end = Math.min(count, first + memory.batchPieces);
      reads.startFor(first);
      let bytes = 0;
      for (let piece = first; piece < end; piece += 1) {
        run.control.throwIfStopped();
        bytes += (await run.clock.waiting('driveRead', reads.bytesOf(piece))) ?? 0;
      }
      const expectedBytes = bytesOfPieces(file, first, end);
      isAsExpected = bytes === expectedBytes && hashes.add(first, memory.md5(first, bytes));
      run.advance(expectedBytes);
    }
    // A file that had to be reopened says so with its last read.
    await reads.settled();
    return { hashes: hashes.hashes, isAsExpected, isDirect: source.isDirect };
  } finally {
    await reads.settled();
    await source.close().catch(() => undefined);
  }
}
