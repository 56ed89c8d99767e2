/** @file Runs in the copy worker: one file from staging to a drive, hashed on the way. */
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pageRangeBytes, pageRangeCount } from '../../../src-shared/domain/capacity-planning.ts';
import { syncFolder } from '../../platform/node/atomic-file.ts';
import { DataFile } from '../../platform/node/data-file.ts';
import { fromStaging, onDrive, stagingMismatch } from './copy-errors.ts';
import type { CopyRun } from './copy-run.ts';
import type { CopyFile } from './copy-types.ts';
import { makeFolders } from './make-folders.ts';
import { PieceHashes } from './piece-hashes.ts';

const pieceLength = (file: CopyFile, index: number): number =>
  Math.min(pageRangeBytes, file.bytes - index * pageRangeBytes);

/** True when the file in staging was written, or taken away, after the session had looked at it. */
async function isChangedSince(run: CopyRun, sourcePath: string): Promise<boolean> {
  const found = await stat(sourcePath).catch(() => undefined);
  return found === undefined || found.mtimeMs > run.input.describedAtMilliseconds;
}

/** Copies all pieces with reads running ahead and writes running behind; a piece that is not as staged is never written. */
async function copyPieces(run: CopyRun, file: CopyFile, source: DataFile, sink: DataFile): Promise<Buffer> {
  const { stagingPath, target } = run.input;
  const hashes = new PieceHashes(file.bytes, file.pageRangeMd5);
  const count = pageRangeCount(file.bytes);
  const writes: (Promise<void> | undefined)[] = run.buffers.map(() => undefined);
  const slotOf = (index: number): number => index % run.buffers.length;
  const read = async (index: number): Promise<void> => {
    // The slot is free again when the write before last has left it.
    await writes[slotOf(index)];
    const bytes = await fromStaging(stagingPath, file.name, () =>
      source.read(run.buffer(slotOf(index)), pieceLength(file, index), index * pageRangeBytes),
    );
    if (bytes !== pieceLength(file, index)) throw stagingMismatch(file.name, true);
  };
  let nextRead = count > 0 ? quiet(read(0)) : undefined;
  try {
    for (let index = 0; index < count; index += 1) {
      run.control.throwIfStopped();
      await run.clock.waiting('sourceRead', nextRead);
      nextRead = index + 1 < count ? quiet(read(index + 1)) : undefined;
      const length = pieceLength(file, index);
      const buffer = run.buffer(slotOf(index));
      if (!hashes.add(index, buffer, length)) {
        throw stagingMismatch(file.name, await isChangedSince(run, join(stagingPath, file.name)));
      }
      const earliest = writes[slotOf(index + 2)];
      await run.clock.waiting('driveWrite', earliest);
      writes[slotOf(index)] = quiet(
        onDrive(target, file.name, () => sink.write(buffer, length, index * pageRangeBytes)).then(() =>
          run.advance(length),
        ),
      );
    }
    await run.clock.waiting('driveWrite', Promise.all(writes));
  } finally {
    // Nobody may close the files or use the buffers while the system still works with them.
    await Promise.allSettled([nextRead, ...writes]);
  }
  return hashes.hashes;
}

/** Somebody awaits it later; until then its failure is not an unhandled one. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Copies one file under its `.partial` name, syncs it and gives it its own name.
 * @returns MD5s of its 4 MiB pieces, joined
 * @throws StagingFault when staging is to blame, AppError of kind device when the drive is
 */
export async function copyFile(run: CopyRun, file: CopyFile): Promise<Buffer> {
  const { stagingPath, target } = run.input;
  const sourcePath = join(stagingPath, file.name);
  const finalPath = run.pathOf(file);
  const partialPath = `${finalPath}.partial`;
  const before = await fromStaging(stagingPath, file.name, () => stat(sourcePath));
  if (before.size !== file.bytes) throw stagingMismatch(file.name, await isChangedSince(run, sourcePath));
  const source = await fromStaging(stagingPath, file.name, () => DataFile.open(sourcePath, 'read', false));
  try {
    await onDrive(target, file.name, () =>
      makeFolders(join(target.rootPath, target.sessionFolder), file.name),
    );
    const sink = await onDrive(target, file.name, () =>
      DataFile.open(partialPath, 'create', target.canReadBackUncached),
    );
    let hashes: Buffer;
    try {
      hashes = await copyPieces(run, file, source, sink);
      await onDrive(target, file.name, () => sink.sync());
    } finally {
      // Synced already, or failed with a reason of its own.
      await sink.close().catch(() => undefined);
    }
    const after = await fromStaging(stagingPath, file.name, () => stat(sourcePath));
    if (after.mtimeMs !== before.mtimeMs || after.size !== before.size)
      throw stagingMismatch(file.name, true);
    await onDrive(target, file.name, async () => {
      await rename(partialPath, finalPath);
      await syncFolder(dirname(finalPath));
    });
    return hashes;
  } catch (error) {
    // The drive may be gone; what counts is why.
    await rm(partialPath, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await source.close().catch(() => undefined);
  }
}
