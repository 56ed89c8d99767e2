/** @file Makes the rows of the staging bench from what was measured. Pure. */
import { type BenchRow, buildRow, type Goal, type RatioDirection } from '../common/rows.ts';
import type { CorpusName } from '../corpora/corpus.ts';
import type { Peer } from '../peers/ensure-peers.ts';
import {
  bytesGoals,
  cpuGoal,
  fullGoals,
  memoryGoal,
  restoreGoal,
  scalingGoal,
  secondGoal,
} from './staging-goals.ts';
import type { Phase, StagingRun } from './staging-run.ts';

/** The peers as rows name them, present or not. */
export type NamedPeer = Pick<Peer, 'id' | 'title' | 'note'>;

export interface StagingRowsInput {
  readonly runs: readonly StagingRun[];
  readonly peers: readonly NamedPeer[];
  readonly corpora: readonly CorpusName[];
  /** False for a short run. */
  readonly isJudged: boolean;
}

type Figure = (run: StagingRun) => number;
/** What the bench calls our engine with two workers, which all goals but scaling mean. */
const oursId = 'ours-2';
const oursSingleId = 'ours-1';
const mebibyte = 1024 * 1024;

interface Measure {
  readonly phase: Phase;
  readonly measure: string;
  readonly figure: Figure;
  readonly ratioOf: RatioDirection;
  readonly goal: (corpus: CorpusName, peer: NamedPeer['id']) => Goal | undefined;
}

const unlessTar = (goal: Goal) => (_corpus: CorpusName, peer: NamedPeer['id']) =>
  peer === 'tar-zstd' ? undefined : goal;

const comparedMeasures: readonly Measure[] = [
  {
    phase: 'full',
    measure: 'full backup, s',
    figure: (run) => run.wallSeconds,
    ratioOf: 'peer/ours',
    goal: (corpus, peer) => fullGoals[corpus][peer],
  },
  {
    phase: 'second',
    measure: 'second run, 1% changed, s',
    figure: (run) => run.wallSeconds,
    ratioOf: 'peer/ours',
    goal: unlessTar(secondGoal),
  },
  {
    phase: 'restore',
    measure: 'restore, s',
    figure: (run) => run.wallSeconds,
    ratioOf: 'peer/ours',
    goal: unlessTar(restoreGoal),
  },
  {
    phase: 'restore',
    measure: 'restore and sync, s',
    figure: (run) => run.wallSeconds + run.settleSeconds,
    ratioOf: 'peer/ours',
    goal: () => undefined,
  },
  {
    phase: 'full',
    measure: 'full backup, CPU s',
    figure: (run) => run.cpuSeconds,
    ratioOf: 'ours/peer',
    goal: (_corpus, peer) => (peer === 'restic' ? cpuGoal : undefined),
  },
  {
    phase: 'full',
    measure: 'staged, MB',
    figure: (run) => run.bytes / 1e6,
    ratioOf: 'ours/peer',
    goal: (corpus, peer) => (peer === 'restic' ? bytesGoals[corpus] : undefined),
  },
  {
    phase: 'second',
    measure: 'second run, added MB',
    figure: (run) => run.bytes / 1e6,
    ratioOf: 'ours/peer',
    goal: () => undefined,
  },
];

/** Runs that count: those that failed say nothing about time. */
function select(
  input: StagingRowsInput,
  corpus: CorpusName,
  tool: string,
  phase: Phase,
): readonly StagingRun[] {
  return input.runs.filter(
    (run) => run.corpus === corpus && run.tool === tool && run.phase === phase && run.failure === undefined,
  );
}

/** What went wrong and what else the machine did in the runs of these tools. */
function accountOf(
  input: StagingRowsInput,
  corpus: CorpusName,
  tools: readonly string[],
  phase: Phase,
): { readonly othersShare: number; readonly notes: readonly string[] } {
  const runs = input.runs.filter(
    (run) => run.corpus === corpus && run.phase === phase && tools.includes(run.tool),
  );
  const failures = runs.flatMap(({ tool, failure }) =>
    failure === undefined ? [] : [`${tool} failed: ${failure}`],
  );
  const missing = tools.filter((tool) => runs.every((run) => run.tool !== tool));
  return {
    othersShare: Math.max(0, ...runs.map((run) => run.othersShare)),
    notes: [...new Set(failures), ...missing.map((tool) => `${tool} was not run`)],
  };
}

function comparedRows(input: StagingRowsInput, corpus: CorpusName, measure: Measure): readonly BenchRow[] {
  return input.peers
    .filter((peer) => measure.phase !== 'second' || peer.id !== 'tar-zstd')
    .map((peer) => {
      const goal = measure.goal(corpus, peer.id);
      const { othersShare, notes } = accountOf(input, corpus, [oursId, peer.id], measure.phase);
      return buildRow({
        bench: 'staging',
        case: corpus,
        measure: measure.measure,
        ours: select(input, corpus, oursId, measure.phase).map(measure.figure),
        peer: {
          tool: peer.title,
          values: select(input, corpus, peer.id, measure.phase).map(measure.figure),
        },
        ratioOf: measure.ratioOf,
        ...(goal === undefined ? {} : { goal }),
        isJudged: input.isJudged,
        othersShare,
        notes: [...(peer.note === undefined ? [] : [peer.note]), ...notes],
      });
    });
}

const phaseWords: Readonly<Record<Phase, string>> = {
  full: 'full backup',
  second: 'second run',
  restore: 'restore',
};

function memoryRows(input: StagingRowsInput, corpus: CorpusName): readonly BenchRow[] {
  return (['full', 'second', 'restore'] as const).map((phase) =>
    buildRow({
      bench: 'staging',
      case: corpus,
      measure: `${phaseWords[phase]}, peak memory MiB`,
      ours: select(input, corpus, oursId, phase).map((run) => run.peakBytes / mebibyte),
      goal: memoryGoal,
      isJudged: input.isJudged,
      notes: accountOf(input, corpus, [oursId], phase).notes,
    }),
  );
}

function scalingRow(input: StagingRowsInput, corpus: CorpusName): BenchRow {
  const { othersShare, notes } = accountOf(input, corpus, [oursId, oursSingleId], 'full');
  const single = select(input, corpus, oursSingleId, 'full');
  return buildRow({
    bench: 'staging',
    case: corpus,
    measure: 'full backup, s',
    ours: select(input, corpus, oursId, 'full').map((run) => run.wallSeconds),
    peer: { tool: 'ours, 1 worker', values: single.map((run) => run.wallSeconds) },
    goal: scalingGoal,
    isJudged: input.isJudged,
    othersShare,
    notes,
  });
}

/** All rows, corpus by corpus. A peer that is missing has rows too, without a figure and with the reason. */
export function stagingRows(input: StagingRowsInput): readonly BenchRow[] {
  return input.corpora.flatMap((corpus) => [
    ...comparedMeasures.flatMap((measure) => comparedRows(input, corpus, measure)),
    scalingRow(input, corpus),
    ...memoryRows(input, corpus),
  ]);
}
