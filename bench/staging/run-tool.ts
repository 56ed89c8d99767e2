/** @file One tool over one corpus: first backup, restore, change of one percent, second run, each from the same state. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { applyChange, undoChange } from '../corpora/change.ts';
import type { Corpus } from '../corpora/corpus.ts';
import { treeSize } from '../corpora/walk.ts';
import { oursCommand } from '../ours/ours-tool.ts';
import type { OursOutcome } from '../ours/ours-work.ts';
import type { Tool, ToolPlace } from '../peers/tool.ts';
import { requireProgram } from '../process/find-program.ts';
import { type Measured, measure } from '../process/measure.ts';
import { type Pipeline, runPipeline } from '../process/pipeline.ts';
import type { Phase, StagingRun } from './staging-run.ts';

export interface ToolRunPlan {
  readonly tool: Tool;
  readonly isOurs: boolean;
  readonly corpus: Corpus;
  readonly round: number;
  readonly phases: readonly Phase[];
  /** Made empty before the run. */
  readonly outputFolder: string;
  /** Of ours, as `buildOurs` made it. */
  readonly program: string;
  /** Compares what ours restored with the source, byte by byte. */
  readonly isCompared: boolean;
  readonly isKept: boolean;
  readonly onRun: (run: StagingRun) => void;
  readonly say: (line: string) => void;
}

async function sync(folder: string): Promise<void> {
  await runPipeline({ program: requireProgram('sync'), arguments: ['-f', folder] });
}

/** Reads the whole source once, so that every tool finds it in memory. */
async function warm({ folder }: Corpus): Promise<void> {
  // Tar does not read at all when it sees that its output is the null device, hence the second program.
  await runPipeline(
    { program: requireProgram('tar'), arguments: ['-cf', '-', folder] },
    { program: requireProgram('tail'), arguments: ['-c', '1'] },
  );
}

/** The JSON that our process printed, with what the kernel told it about its own memory. */
function readOurs(output: string): OursOutcome | undefined {
  return output === '' ? undefined : (JSON.parse(output) as OursOutcome);
}

function withOwnAccount({ output, ...measured }: Measured, isOurs: boolean) {
  const ours = isOurs && measured.failure === undefined ? readOurs(output) : undefined;
  if (ours === undefined) return measured;
  const warnings = ours.warnings.length;
  return {
    ...measured,
    peakBytes: Math.max(measured.peakBytes, ours.peakBytes),
    workSeconds: ours.workSeconds,
    ...(warnings === 0 ? {} : { failure: `${warnings} warnings, the first: ${ours.warnings[0]}` }),
  };
}

async function runPhase(plan: ToolRunPlan, phase: Phase, steps: readonly Pipeline[], place: ToolPlace) {
  const target = phase === 'restore' ? place.restored : place.output;
  const bytesBefore = treeSize(target).bytes;
  const measured = withOwnAccount(await measure(steps), plan.isOurs);
  const started = performance.now();
  await sync(target);
  const settleSeconds = (performance.now() - started) / 1000;
  const written = treeSize(target);
  const bytes = written.bytes - bytesBefore;
  const isWhole = phase !== 'restore' || (written.files === plan.corpus.files && bytes === plan.corpus.bytes);
  const { corpus, tool, round } = plan;
  const failure =
    measured.failure ??
    (isWhole
      ? undefined
      : `restored ${written.files} files, ${bytes} bytes of ${corpus.files}, ${corpus.bytes}`);
  plan.onRun({
    ...measured,
    corpus: corpus.name,
    tool: tool.id,
    phase,
    round,
    bytes,
    settleSeconds,
    failure,
  });
  return failure === undefined;
}

async function compareRestored(plan: ToolRunPlan, place: ToolPlace): Promise<void> {
  const work = { verb: 'compare', workers: 2, source: place.source, target: place.restored } as const;
  const { failure, output } = await measure(oursCommand(work, plan.program));
  const result = failure === undefined ? readOurs(output) : undefined;
  if (result === undefined) throw new Error(`Comparing what was restored: ${failure ?? 'no answer'}`);
  if (result.warnings.length > 0) {
    throw new Error(`What was restored differs from corpus ${plan.corpus.name}: ${result.warnings[0]}`);
  }
  plan.say(`    compared: ${result.files} files, ${result.bytes} bytes are the same as the source`);
}

async function restorePhase(plan: ToolRunPlan, place: ToolPlace): Promise<void> {
  await warm(plan.corpus);
  const isRestored = await runPhase(plan, 'restore', plan.tool.restore(place), place);
  if (isRestored && plan.isCompared) await compareRestored(plan, place);
  if (!plan.isKept) rmSync(place.restored, { recursive: true, force: true });
  mkdirSync(place.restored, { recursive: true });
  await sync(place.restored);
}

async function secondPhase(plan: ToolRunPlan, place: ToolPlace, steps: readonly Pipeline[]): Promise<void> {
  const journal = `${plan.corpus.folder}.change`;
  applyChange(plan.corpus.folder, plan.corpus.name === 'a' ? 'lines' : 'runs', plan.round, journal);
  try {
    await sync(plan.corpus.folder);
    await warm(plan.corpus);
    await runPhase(plan, 'second', steps, place);
  } finally {
    undoChange(journal);
  }
}

/** Runs the phases of the plan; `onRun` gets each. A phase that fails ends the run of this tool, not the bench. */
export async function runTool(plan: ToolRunPlan): Promise<void> {
  const { tool, corpus, outputFolder } = plan;
  rmSync(outputFolder, { recursive: true, force: true });
  const place: ToolPlace = {
    source: corpus.folder,
    output: path.join(outputFolder, 'output'),
    state: path.join(outputFolder, 'state'),
    restored: path.join(outputFolder, 'restored'),
  };
  for (const folder of [place.output, place.state, place.restored]) mkdirSync(folder, { recursive: true });
  try {
    for (const step of tool.prepare(place)) await runPipeline(...step);
    await sync(outputFolder);
    await warm(corpus);
    if (!(await runPhase(plan, 'full', tool.backUp(place), place))) return;
    if (plan.phases.includes('restore')) await restorePhase(plan, place);
    const again = plan.phases.includes('second') ? tool.backUpAgain(place) : undefined;
    if (again !== undefined) await secondPhase(plan, place, again);
  } finally {
    if (!plan.isKept) rmSync(outputFolder, { recursive: true, force: true });
  }
}
