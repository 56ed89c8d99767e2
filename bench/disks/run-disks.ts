/** @file A process of its own that prepares drives through the product's worker threads, or handles a manifest, and prints what it cost as JSON. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CopyFile, CopyInput, CopyOutput, SealInput } from '../../src-main/disks/copy/copy-types.ts';
import { runInWorker } from '../../src-main/platform/node/worker-task.ts';
import { processSize } from '../process/proc-files.ts';
import type { DisksOutcome, DisksWork } from './disks-work.ts';
import { readLargeManifest, writeLargeManifest } from './large-manifest.ts';
import { PhaseClock } from './phase-clock.ts';

type PrepareWork = Extract<DisksWork, { verb: 'prepare' }>;
type Cost = Omit<DisksOutcome, 'workSeconds' | 'peakBytes'>;

const sessionFolder = 'bench';

/** What a session does with a drive that is open: copy and read back, then the manifest. */
async function prepareDrive(
  work: PrepareWork,
  rootPath: string,
  files: readonly CopyFile[],
  clock: PhaseClock,
): Promise<CopyOutput> {
  const control = clock.control();
  const serial = path.basename(rootPath).toUpperCase();
  const target = { serial, rootPath, sessionFolder, canReadBackUncached: true };
  const input: CopyInput = {
    kind: 'copy',
    target,
    stagingPath: work.source,
    describedAtMilliseconds: Date.now(),
    files,
    drivesAtOnce: work.drives.length,
  };
  const output = await runInWorker<CopyOutput>('copy', input, control);
  if (output.verified.length !== files.length) {
    throw new Error(`${serial}: ${output.verified.length} of ${files.length} files are verified`);
  }
  const seal: SealInput = {
    kind: 'seal',
    target,
    driveId: serial,
    container: sessionFolder,
    clientCreator: 'bench',
    files: output.verified,
  };
  await runInWorker('copy', seal, control);
  return output;
}

async function prepare(work: PrepareWork): Promise<Cost> {
  const files = work.files.map(({ name, bytes, pageRangeMd5 }) => ({
    name,
    bytes,
    pageRangeMd5: Buffer.from(pageRangeMd5, 'base64'),
  }));
  const clock = new PhaseClock();
  const outputs = await Promise.all(
    work.drives.map((rootPath) => prepareDrive(work, rootPath, files, clock)),
  );
  return {
    copying: clock.between('copying', 'verifying'),
    verifying: clock.between('verifying', 'writingManifest'),
    readBack: outputs.some(({ readBack }) => readBack === 'cached') ? 'cached' : 'device',
    bytes: work.drives.length * files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function doWork(work: DisksWork): Promise<Cost> {
  switch (work.verb) {
    case 'prepare':
      return prepare(work);
    case 'writeManifest':
      return { bytes: await writeLargeManifest(work.file, work.ranges) };
    case 'readManifest':
      return { bytes: await readLargeManifest(work.file, work.ranges) };
  }
}

const started = performance.now();
const cost = await doWork(JSON.parse(process.argv[2] ?? '') as DisksWork);
const workSeconds = (performance.now() - started) / 1000;
// Not `process.resourceUsage()`: the kernel counts there what the process that started this one had in memory.
const peakBytes = processSize(readFileSync('/proc/self/status', 'latin1'))?.peakBytes ?? 0;
process.stdout.write(`${JSON.stringify({ ...cost, workSeconds, peakBytes } satisfies DisksOutcome)}\n`);
