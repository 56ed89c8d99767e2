/** @file The disks bench: volumes onto one drive and onto two, beside what an operator would type; the manifest of a large drive. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { BenchContext, BenchModule, BenchOutcome } from '../common/bench-module.ts';
import { buildOurs } from '../ours/build-ours.ts';
import { requireProgram } from '../process/find-program.ts';
import { measure } from '../process/measure.ts';
import { type Pipeline, runPipeline } from '../process/pipeline.ts';
import { disksRows } from './disk-rows.ts';
import { type DisksCase, type DisksRun, disksCases } from './disks-run.ts';
import { directWriteAndRead, disksCommand, md5AndCopy, warmUp } from './disks-tools.ts';
import type { DisksOutcome } from './disks-work.ts';
import { emptyFolder, hasDirectAccess, parallelPlace, requireRoomFor } from './drive-places.ts';
import { ensureVolumes, halfOf, type Volumes } from './volumes.ts';

/** A drive of 10 TB, a range each 4 MiB. */
const largeDriveRanges = 2_500_000;
const shortRanges = 100_000;

interface DisksBench {
  readonly context: BenchContext;
  readonly program: string;
  readonly volumes: Volumes;
  /** Folder of one drive. */
  readonly drive: string;
  /** Folder of two. */
  readonly parallel: string;
  readonly isDirect: boolean;
  readonly runs: DisksRun[];
}

type What = Pick<DisksRun, 'case' | 'tool' | 'round' | 'bytes'> & { readonly step?: DisksRun['step'] };

function sayRun(run: DisksRun, say: (line: string) => void): void {
  const figures = [
    `${run.wallSeconds.toFixed(2)} s`,
    `CPU ${run.cpuSeconds.toFixed(2)} s`,
    `peak ${Math.round(run.peakBytes / 2 ** 20)} MiB`,
    `${(run.bytes / 1e6 / run.wallSeconds).toFixed(0)} MB/s`,
    `others ${Math.round(run.othersShare * 100)}%`,
  ];
  const words = run.failure === undefined ? figures.join(', ') : `FAILED: ${run.failure}`;
  say(`  ${run.case.padEnd(8)} round ${run.round} ${run.tool.padEnd(11)} ${run.step.padEnd(13)} ${words}`);
}

async function runOnce({ context, runs }: DisksBench, what: What, steps: readonly Pipeline[]): Promise<void> {
  const { output, ...measured } = await measure(steps);
  const isOurs = what.tool === 'ours' || what.tool === 'ours-single';
  const outcome = isOurs && measured.failure === undefined ? (JSON.parse(output) as DisksOutcome) : undefined;
  const run: DisksRun = {
    ...measured,
    step: 'prepare',
    ...what,
    bytes: outcome?.bytes ?? what.bytes,
    peakBytes: Math.max(measured.peakBytes, outcome?.peakBytes ?? 0),
    outcome,
  };
  runs.push(run);
  sayRun(run, context.say);
}

/** Empty drives on disk, all that was written before written out, sources in memory. */
async function makeReady(volumes: Volumes, drives: readonly string[]): Promise<void> {
  for (const drive of drives) emptyFolder(drive);
  await runPipeline({ program: requireProgram('sync'), arguments: [] });
  await runPipeline(...warmUp(volumes));
}

const prepareCommand = (bench: DisksBench, volumes: Volumes, drives: readonly string[]) =>
  disksCommand({ verb: 'prepare', source: volumes.folder, files: volumes.files, drives }, bench.program);

async function runOne(bench: DisksBench, round: number): Promise<void> {
  const { volumes, drive, isDirect } = bench;
  const tools = [
    { tool: 'ours', steps: prepareCommand(bench, volumes, [drive]) },
    { tool: 'md5-cp', steps: md5AndCopy(volumes, drive) },
    { tool: 'dd', steps: directWriteAndRead(volumes, drive, isDirect) },
  ] as const;
  // A different one begins each round, so that none always follows the same one.
  const start = (round - 1) % tools.length;
  for (const { tool, steps } of [...tools.slice(start), ...tools.slice(0, start)]) {
    await makeReady(volumes, [drive]);
    await runOnce(bench, { case: 'one', tool, round, bytes: volumes.bytes }, steps);
  }
  rmSync(drive, { recursive: true, force: true });
}

async function runTwo(bench: DisksBench, round: number): Promise<void> {
  const volumes = halfOf(bench.volumes);
  const drives = ['one', 'two'].map((name) => path.join(bench.parallel, name));
  const turns = [
    { tool: 'ours-single', drives: drives.slice(0, 1) },
    { tool: 'ours', drives },
  ] as const;
  for (const turn of round % 2 === 0 ? [...turns].reverse() : turns) {
    await makeReady(volumes, turn.drives);
    const bytes = volumes.bytes * turn.drives.length;
    const steps = prepareCommand(bench, volumes, turn.drives);
    await runOnce(bench, { case: 'two', tool: turn.tool, round, bytes }, steps);
    rmSync(bench.parallel, { recursive: true, force: true });
  }
}

async function runManifest(bench: DisksBench, round: number): Promise<void> {
  const file = path.join(emptyFolder(bench.drive), 'DriveManifest.xml');
  const ranges = bench.context.options.isShort ? shortRanges : largeDriveRanges;
  for (const step of ['writeManifest', 'readManifest'] as const) {
    const what = { case: 'manifest', tool: 'ours', round, bytes: 0, step } as const;
    await runOnce(bench, what, disksCommand({ verb: step, file, ranges }, bench.program));
  }
  rmSync(bench.drive, { recursive: true, force: true });
}

const runCase: Readonly<Record<DisksCase, (bench: DisksBench, round: number) => Promise<void>>> = {
  one: runOne,
  two: runTwo,
  manifest: runManifest,
};

async function runDisks(context: BenchContext): Promise<BenchOutcome> {
  const { options, workFolder, say } = context;
  const cases = disksCases.filter((name) => options.only?.includes(name) ?? true);
  const volumes = await ensureVolumes(workFolder, options.isShort, say);
  const drive = emptyFolder(path.join(workFolder, 'output', 'drive'));
  requireRoomFor(drive, volumes.bytes);
  const isDirect = hasDirectAccess(drive);
  const place = parallelPlace(workFolder, volumes.bytes);
  const notes = [
    `${volumes.files.length} volumes, ${(volumes.bytes / 1e9).toFixed(3)} GB, AES-256-CTR key streams; read from memory by every tool`,
    `one drive: ${drive}${isDirect ? ', direct access' : ', NO direct access: read back from the system cache, and dd without its flags'}`,
    `two drives: ${place.isMemory ? `memory (${place.folder}), half of the volumes each` : `${place.folder}, ONE DEVICE for both, since memory has too little room`}`,
  ];
  for (const note of notes) say(note);
  const program = await buildOurs(path.join(workFolder, 'ours'), path.join('disks', 'run-disks.ts'));
  const runs: DisksRun[] = [];
  const bench = { context, program, volumes, drive, parallel: place.folder, isDirect, runs };
  const outcome = (): BenchOutcome => ({
    rows: disksRows({ runs, cases, isJudged: !options.isShort }),
    measurements: runs,
    notes,
  });
  try {
    for (let round = 1; round <= (options.isPreparingOnly ? 0 : options.runs); round += 1) {
      for (const name of cases) {
        await runCase[name](bench, round);
        await context.keep(outcome());
      }
    }
  } finally {
    for (const folder of [drive, place.folder]) rmSync(folder, { recursive: true, force: true });
  }
  return outcome();
}

export const disksBench: BenchModule = {
  name: 'disks',
  purpose: 'volumes onto drives against md5sum, cp and dd; the manifest of a 10 TB drive',
  cases: disksCases,
  defaultRuns: 5,
  run: runDisks,
};
