/** @file The staging bench: our engine and each peer in turn, over each corpus, several rounds. */
import path from 'node:path';
import type { BenchContext, BenchModule, BenchOutcome } from '../common/bench-module.ts';
import { type Corpus, type CorpusName, corpusNames, fullScale, shortScale } from '../corpora/corpus.ts';
import { ensureCorpora } from '../corpora/ensure-corpora.ts';
import { buildOurs } from '../ours/build-ours.ts';
import { createOurs, tryOurs } from '../ours/ours-tool.ts';
import { ensurePeers, type Peer } from '../peers/ensure-peers.ts';
import type { Tool } from '../peers/tool.ts';
import { runTool } from './run-tool.ts';
import { stagingRows } from './staging-rows.ts';
import type { Phase, StagingRun } from './staging-run.ts';

interface Contender {
  readonly tool: Tool;
  readonly phases: readonly Phase[];
}

const everyPhase: readonly Phase[] = ['full', 'restore', 'second'];

function listContenders(peers: readonly Peer[], program: string): readonly Contender[] {
  return [
    { tool: createOurs(2, program), phases: everyPhase },
    ...peers.flatMap(({ tool }) => (tool === undefined ? [] : [{ tool, phases: everyPhase }])),
    // Only there to see what a second worker brings.
    { tool: createOurs(1, program), phases: ['full'] },
  ];
}

/** A short run starts no further tool after this, so that it ends within three minutes on a busy machine too. */
const shortSeconds = 155;

/** A different one begins each round, so that none always follows the same one. */
function turned<Value>(values: readonly Value[], by: number): readonly Value[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}

function describeCorpus({ name, files, bytes, origin }: Corpus): string {
  return `corpus ${name}: ${files.toLocaleString('en-US')} files, ${(bytes / 1e9).toFixed(3)} GB; ${origin}`;
}

function sayRun(run: StagingRun, say: (line: string) => void): void {
  const figures = [
    `${run.wallSeconds.toFixed(2)} s`,
    `CPU ${run.cpuSeconds.toFixed(2)} s`,
    `peak ${Math.round(run.peakBytes / 2 ** 20)} MiB`,
    `${(run.bytes / 1e6).toFixed(1)} MB`,
    `others ${Math.round(run.othersShare * 100)}%`,
  ];
  const words = run.failure === undefined ? figures.join(', ') : `FAILED: ${run.failure}`;
  say(`  ${run.corpus} round ${run.round} ${run.tool.padEnd(8)} ${run.phase.padEnd(7)} ${words}`);
}

interface Turn extends Contender {
  readonly round: number;
  readonly corpus: Corpus;
}

/** Round after round, so that whatever else the machine does meets every tool. */
function allTurns(
  rounds: number,
  corpora: readonly Corpus[],
  contenders: readonly Contender[],
): readonly Turn[] {
  return Array.from({ length: rounds }, (_, index) =>
    corpora.flatMap((corpus) =>
      turned(contenders, index).map((contender) => ({ ...contender, corpus, round: index + 1 })),
    ),
  ).flat();
}

function runPlanOf(
  { options, workFolder, say }: BenchContext,
  { corpus, tool, round }: Turn,
  program: string,
) {
  const isOurs = tool.id.startsWith('ours');
  const folder = options.isKept ? `${corpus.name}-${tool.id}` : 'current';
  return {
    isOurs,
    outputFolder: path.join(workFolder, 'output', folder),
    program,
    isCompared: isOurs && round === 1,
    isKept: options.isKept,
    say,
  };
}

async function runStaging(context: BenchContext): Promise<BenchOutcome> {
  const { options, workFolder, say } = context;
  const started = performance.now();
  const names = corpusNames.filter((name) => options.only?.includes(name) ?? true);
  const peers = await ensurePeers(workFolder, say);
  const scale = options.isShort ? shortScale : fullScale;
  const corpora = await ensureCorpora({ workFolder, scale, say }, names);
  const notes = [...corpora.map(describeCorpus), ...peers.flatMap(({ note }) => note ?? [])];
  for (const note of notes) say(note);
  const runs: StagingRun[] = [];
  const outcome = (): BenchOutcome => ({
    rows: stagingRows({ runs, peers, corpora: names, isJudged: !options.isShort }),
    measurements: runs,
    notes,
  });
  const program = await buildOurs(path.join(workFolder, 'ours'));
  if (!options.isPreparingOnly) await tryOurs(path.join(workFolder, 'output', 'try'), program);
  const turns = allTurns(options.isPreparingOnly ? 0 : options.runs, corpora, listContenders(peers, program));
  for (const turn of turns) {
    if (options.isShort && performance.now() - started > shortSeconds * 1000) {
      const { round, corpus, tool } = turn;
      const note = `NOT RUN, since the three minutes were over: all from ${tool.title} over corpus ${corpus.name}, round ${round}`;
      say(note);
      notes.push(note);
      break;
    }
    await runTool({
      ...turn,
      ...runPlanOf(context, turn, program),
      onRun: (run) => {
        runs.push(run);
        sayRun(run, say);
      },
    });
    await context.keep(outcome());
  }
  return outcome();
}

export const stagingBench: BenchModule = {
  name: 'staging',
  purpose: 'first backup, second run and restore against restic, borg and tar | zstd',
  cases: corpusNames satisfies readonly CorpusName[],
  run: runStaging,
};
