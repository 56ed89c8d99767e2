/** @file Runs in the copy worker: all files of one drive, first copied, then read back. */
import { lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { fromStaging, isDriveFull, onDrive, StagingFault, verifyFailed } from './copy-errors.ts';
import { copyFile } from './copy-file.ts';
import { CopyRun } from './copy-run.ts';
import type { CopyFile, CopyInput, CopyOutput, VerifiedFile } from './copy-types.ts';
import { hashFile } from './hash-file.ts';
import { makeFolders } from './make-folders.ts';

interface Outcome {
  readonly verified: VerifiedFile[];
  readonly refused: { readonly name: string; readonly error: CopyOutput['refused'][number]['error'] }[];
  readonly unplaced: string[];
  readonly foundOnDrive: string[];
  /** Hashes of what was copied in this run, by name. */
  readonly copied: Map<string, Buffer>;
  isCached: boolean;
}

async function isOnDrive(run: CopyRun, file: CopyFile): Promise<boolean> {
  const { target } = run.input;
  return onDrive(target, file.name, async () => {
    await makeFolders(join(target.rootPath, target.sessionFolder), file.name);
    await rm(`${run.pathOf(file)}.partial`, { force: true });
    const found = await lstat(run.pathOf(file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    return found?.isFile() === true && found.size === file.bytes;
  });
}

/** A drive that was opened with its key may hold anything: files go onto it, never through a link to somewhere else. */
async function requireOwnFolder({ input: { target } }: CopyRun): Promise<void> {
  const folder = join(target.rootPath, target.sessionFolder);
  await onDrive(target, target.sessionFolder, async () => {
    await mkdir(folder, { recursive: true });
    if ((await lstat(folder)).isDirectory()) return;
    throw Object.assign(new Error('The folder of the session is a link'), { code: 'ENOTDIR' });
  });
}

/** Lets a file that staging cannot give stand aside, so that the others still arrive. */
async function unlessRefused(outcome: Outcome, file: CopyFile, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StagingFault)) throw error;
    outcome.refused.push({ name: file.name, error: error.appError.toData() });
  }
}

async function copyAll(run: CopyRun, outcome: Outcome): Promise<void> {
  run.startPhase('copying');
  let isFull = false;
  for (const file of run.input.files) {
    run.control.throwIfStopped();
    const before = run.doneBytes;
    if (await isOnDrive(run, file)) run.advance(file.bytes);
    else if (isFull) outcome.unplaced.push(file.name);
    else {
      await unlessRefused(outcome, file, async () => {
        try {
          outcome.copied.set(file.name, await copyFile(run, file));
        } catch (error) {
          run.takeBack(run.doneBytes - before);
          if (!isDriveFull(error)) throw error;
          isFull = true;
          outcome.unplaced.push(file.name);
        }
      });
    }
    run.finishFile();
  }
}

/** Hashes that a file on the drive must have: staged, taken while copying, or taken from staging now. */
async function expectedHashes(run: CopyRun, outcome: Outcome, file: CopyFile): Promise<Uint8Array> {
  const known = file.pageRangeMd5 ?? outcome.copied.get(file.name);
  if (known !== undefined) return known;
  const { stagingPath } = run.input;
  const before = run.doneBytes;
  const { hashes } = await fromStaging(stagingPath, file.name, () =>
    hashFile(run, run.sourceOf(file), file, false, undefined),
  );
  run.takeBack(run.doneBytes - before);
  return hashes;
}

async function readBack(
  run: CopyRun,
  outcome: Outcome,
  file: CopyFile,
  expected: Uint8Array,
): Promise<boolean> {
  const { target } = run.input;
  const before = run.doneBytes;
  const found = await onDrive(target, file.name, () =>
    hashFile(run, run.pathOf(file), file, target.canReadBackUncached, expected),
  );
  if (!found.isDirect) outcome.isCached = true;
  if (!found.isAsExpected) run.takeBack(run.doneBytes - before);
  return found.isAsExpected;
}

/** Reads one file back. What an interrupted session left behind and is not right is copied again. */
async function verifyOne(run: CopyRun, outcome: Outcome, file: CopyFile): Promise<void> {
  const expected = await expectedHashes(run, outcome, file);
  if (await readBack(run, outcome, file, expected)) {
    if (!outcome.copied.has(file.name)) outcome.foundOnDrive.push(file.name);
  } else {
    const before = run.doneBytes;
    if (outcome.copied.has(file.name)) throw verifyFailed(run.input.target, file.name);
    // The bad file makes room first: the drive may have none for both.
    await onDrive(run.input.target, file.name, () => rm(run.pathOf(file), { force: true }));
    outcome.copied.set(file.name, await copyFile(run, file));
    run.takeBack(run.doneBytes - before);
    if (!(await readBack(run, outcome, file, expected))) throw verifyFailed(run.input.target, file.name);
  }
  outcome.verified.push({ name: file.name, bytes: file.bytes, pageRangeMd5: expected });
}

async function verifyAll(run: CopyRun, outcome: Outcome): Promise<void> {
  run.startPhase('verifying');
  const gone = new Set([...outcome.refused.map(({ name }) => name), ...outcome.unplaced]);
  for (const file of run.input.files) {
    run.control.throwIfStopped();
    if (gone.has(file.name)) continue;
    await unlessRefused(outcome, file, () => verifyOne(run, outcome, file));
    run.finishFile();
  }
}

/**
 * Copies files to a drive and reads every byte back. Two passes, so that the read-back comes long after the write and no drive
 * answers from its own memory.
 * @throws AppError of kind device, which ends this drive only: `disk.disappeared`, `disk.writeFailed`, `disk.verifyFailed`
 */
export async function copyToDrive(input: CopyInput, control: WorkerControl): Promise<CopyOutput> {
  const run = new CopyRun(input, control);
  const outcome: Outcome = {
    verified: [],
    refused: [],
    unplaced: [],
    foundOnDrive: [],
    copied: new Map(),
    isCached: false,
  };
  await requireOwnFolder(run);
  await copyAll(run, outcome);
  await verifyAll(run, outcome);
  const { verified, refused, unplaced, foundOnDrive, isCached } = outcome;
  return { verified, refused, unplaced, foundOnDrive, readBack: isCached ? 'cached' : 'device' };
}
