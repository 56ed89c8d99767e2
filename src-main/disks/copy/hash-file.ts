/** @file Runs in the copy worker: reads a file back and hashes every piece. */
import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import { DataFile } from '../../platform/node/data-file.ts';
import type { CopyRun } from './copy-run.ts';
import type { CopyFile } from './copy-types.ts';
import { PieceHashes } from './piece-hashes.ts';

/** Reads in flight at once. */
const readsAhead = 2;

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
  const count = pageRangeCount(file.bytes);
  const hashes = new PieceHashes(file.bytes, expected);
  const source = await DataFile.open(path, 'read', wantsDirect);
  const read = (index: number): Promise<number> => {
    const promise = source.read(
      run.buffer(index % run.buffers.length),
      Math.min(pageRangeBytes, file.bytes - index * pageRangeBytes),
      index * pageRangeBytes,
    );
    promise.catch(() => undefined);
    return promise;
  };
  const reads: Promise<number>[] = [];
  for (let index = 0; index < Math.min(readsAhead, count); index += 1) reads.push(read(index));
  let isAsExpected = true;
  try {
    for (let index = 0; index < count && isAsExpected; index += 1) {
      run.control.throwIfStopped();
      const bytes = await run.clock.waiting('driveRead', reads[index] ?? Promise.resolve(0));
      if (index + readsAhead < count) reads.push(read(index + readsAhead));
      const length = Math.min(pageRangeBytes, file.bytes - index * pageRangeBytes);
      isAsExpected = bytes === length && hashes.add(index, run.buffer(index % run.buffers.length), length);
      run.advance(length);
    }
    await Promise.allSettled(reads);
    return { hashes: hashes.hashes, isAsExpected, isDirect: source.isDirect };
  } finally {
    await Promise.allSettled(reads);
    await source.close().catch(() => undefined);
  }
}
