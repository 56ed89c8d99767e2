/** @file Runs in the copy worker: one file from staging to a drive, hashed on the way. */
import { rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../platform/node/atomic-file.ts';
import { DataFile } from '../../platform/node/data-file.ts';
import { fromStaging, onDrive, stagingMismatch } from './copy-errors.ts';
import { copyPieces, isChangedSince } from './copy-pieces.ts';
import type { CopyRun } from './copy-run.ts';
import type { CopyFile } from './copy-types.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Copies one file under its `.partial` name, syncs it and gives it its own name.
 * @returns MD5s of its 4 MiB pieces, joined
 * @throws StagingFault when staging is to blame, AppError of kind device when the drive is
 */
export async function copyFile(run: CopyRun, file: CopyFile): Promise<Buffer> {
  const { stagingPath, target } = run.input;
  const sourcePath = run.sourceOf(file);
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
