/** @file The growth bench: does time per file or byte, does memory, stay flat while the source grows? */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BenchContext, BenchModule, BenchOutcome } from '../common/bench-module.ts';
import { median } from '../common/statistics.ts';
import { buildOurs } from '../ours/build-ours.ts';
import { oursCommand, tryOurs } from '../ours/ours-tool.ts';
import type { OursOutcome } from '../ours/ours-work.ts';
import { requireProgram } from '../process/find-program.ts';
import { measure } from '../process/measure.ts';
import { type Pipeline, runPipeline } from '../process/pipeline.ts';
import { chunksCases, emptyRepeats, filesCases, growthCases, shortGrowthCases } from './growth-cases.ts';
import { type GrowthRun, growthRows } from './growth-rows.ts';
import { ensureTinyFiles, growthFolder } from './tiny-files.ts';

const workers = 2;
/** A source of a single file: what a run costs before it does anything. */
const emptyCase = 'empty';

interface GrowthWork {
  readonly context: BenchContext;
  /** As `buildOurs` made it. */
  readonly program: string;
  readonly runs: GrowthRun[];
}

type Described = Pick<GrowthRun, 'case' | 'kind' | 'phase' | 'round' | 'units' | 'sourceBytes'>;

async function runOnce(
  { context, runs }: GrowthWork,
  what: Described,
  steps: readonly Pipeline[],
): Promise<boolean> {
  const { output, ...measured } = await measure(steps);
  const ours = measured.failure === undefined ? (JSON.parse(output) as OursOutcome) : undefined;
  const [warning] = ours?.warnings ?? [];
  const run: GrowthRun = {
    ...measured,
    ...what,
    // A simulation is the only one to know how many chunks it made.
    units: what.kind === 'chunks' ? (ours?.files ?? 0) : what.units,
    peakBytes: Math.max(measured.peakBytes, ours?.peakBytes ?? 0),
    failure: measured.failure ?? warning,
  };
  runs.push(run);
  const words =
    run.failure === undefined
      ? `${run.wallSeconds.toFixed(2)} s, CPU ${run.cpuSeconds.toFixed(2)} s, peak ${Math.round(run.peakBytes / 2 ** 20)} MiB, others ${Math.round(run.othersShare * 100)}%`
      : `FAILED: ${run.failure}`;
  context.say(`  ${run.case.padEnd(12)} round ${run.round} ${run.phase.padEnd(9)} ${words}`);
  return run.failure === undefined;
}

/** First backup, then a second run that finds nothing changed. */
async function runFiles(work: GrowthWork, what: Omit<Described, 'phase'>, source: string): Promise<void> {
  const output = path.join(work.context.workFolder, 'output', 'growth');
  const staging = path.join(output, 'staging');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await runPipeline({ program: requireProgram('sync'), arguments: ['-f', output] });
  const call = (again: boolean): readonly Pipeline[] =>
    oursCommand(
      again
        ? { verb: 'backUpAgain', workers, source, staging, added: path.join(output, 'added') }
        : { verb: 'backUp', workers, source, staging },
      work.program,
    );
  for (const phase of ['full', 'unchanged'] as const) {
    if (!(await runOnce(work, { ...what, phase }, call(phase === 'unchanged')))) break;
  }
  rmSync(output, { recursive: true, force: true });
}

function emptySource(parent: string): string {
  const folder = path.join(parent, 'empty');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'only-file'), 'one file');
  return folder;
}

async function runChunks(work: GrowthWork, name: string, sourceBytes: number, round: number): Promise<void> {
  const folder = path.join(work.context.workFolder, 'output', 'simulation');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const steps = oursCommand({ verb: 'simulate', workers, seed: 1, sourceBytes, folder }, work.program);
  await runOnce(work, { case: name, kind: 'chunks', phase: 'full', round, units: 0, sourceBytes }, steps);
  rmSync(folder, { recursive: true, force: true });
}

async function runGrowth(context: BenchContext): Promise<BenchOutcome> {
  const { options, workFolder, say } = context;
  const names = options.only ?? (options.isShort ? shortGrowthCases : growthCases);
  const files = filesCases.filter(({ name }) => names.includes(name));
  const chunks = chunksCases.filter(({ name }) => names.includes(name));
  const work: GrowthWork = {
    context,
    program: await buildOurs(path.join(workFolder, 'ours')),
    runs: [],
  };
  const parent = growthFolder(workFolder, Math.max(0, ...files.map((one) => one.files)));
  const notes = [
    `trees of tiny files in ${parent.startsWith(workFolder) ? 'the work folder' : 'memory'}; an empty run is taken off every time`,
    'chunks are played: index, catalog and volume rows as in a run, content and disks left out',
  ];
  const outcome = (): BenchOutcome => {
    const start = (phase: GrowthRun['phase']) => {
      const empty = work.runs.filter((run) => run.case === emptyCase && run.phase === phase);
      return {
        wall: median(empty.map(({ wallSeconds }) => wallSeconds)) ?? 0,
        cpu: median(empty.map(({ cpuSeconds }) => cpuSeconds)) ?? 0,
      };
    };
    const cases = [
      ...files.map(({ name }) => ({ name, kind: 'files' as const })),
      ...chunks.map(({ name }) => ({ name, kind: 'chunks' as const })),
    ];
    const input = { runs: work.runs, cases, isJudged: !options.isShort };
    return {
      rows: growthRows(input, { full: start('full'), unchanged: start('unchanged') }),
      measurements: work.runs,
      notes,
    };
  };
  try {
    for (const { files: count } of files) {
      say(`Tree of ${count.toLocaleString('en-US')} files in ${parent} ...`);
      ensureTinyFiles(parent, count);
    }
    const rounds = options.isPreparingOnly ? 0 : options.runs;
    if (rounds > 0) await tryOurs(path.join(workFolder, 'output', 'try'), work.program);
    for (let round = 1; round <= rounds; round += 1) {
      const empty = { case: emptyCase, kind: 'files', round, units: 1, sourceBytes: 8 } as const;
      const only = emptySource(parent);
      for (let repeat = 0; repeat < emptyRepeats; repeat += 1) await runFiles(work, empty, only);
      for (const { name, files: count, repeats } of files) {
        const { folder, bytes } = ensureTinyFiles(parent, count);
        const what = { case: name, kind: 'files', round, units: count, sourceBytes: bytes } as const;
        for (let repeat = 0; repeat < repeats; repeat += 1) {
          await runFiles(work, what, folder);
        }
        await context.keep(outcome());
      }
      for (const { name, sourceBytes } of chunks) {
        await runChunks(work, name, sourceBytes, round);
        await context.keep(outcome());
      }
    }
  } finally {
    // Memory is given back; on disk the trees stay for the next run.
    if (!parent.startsWith(workFolder)) rmSync(parent, { recursive: true, force: true });
  }
  return outcome();
}

export const growthBench: BenchModule = {
  name: 'growth',
  purpose: 'time per file and per byte, and memory, while the source grows',
  cases: growthCases,
  run: runGrowth,
};
