/** @file One shape for what every bench says: a figure of ours, a figure of a peer from the same run, their ratio, the goal. */
import { type Summary, summarise } from './statistics.ts';

/** `ratio` looks at the row's ratio, `ours` at our figure alone. */
export interface Goal {
  readonly of: 'ratio' | 'ours';
  readonly is: 'atLeast' | 'atMost' | 'below';
  readonly value: number;
}

/** `peer/ours` for what should be short (above 1 we are better), `ours/peer` where the goal is worded as a share of the peer's. */
export type RatioDirection = 'peer/ours' | 'ours/peer';

export interface PeerFigure {
  /** With version, or what else the figure is compared with, such as `ours, 1 worker`. */
  readonly tool: string;
  /** Median; null when there is none, and then a note says why. */
  readonly value: number | null;
  readonly least: number | null;
}

/** `notJudged`: a short run or no figure; `none`: no goal was set. */
export type Verdict = 'met' | 'missed' | 'notJudged' | 'none';

/** Row of the table and of the JSON file; the same for every bench. */
export interface BenchRow {
  readonly bench: string;
  readonly case: string;
  /** Ends with its unit: `full backup, s`. */
  readonly measure: string;
  /** Median of our runs; null when none came to an end. */
  readonly ours: number | null;
  readonly oursLeast: number | null;
  readonly peer: PeerFigure | null;
  /** Of the medians. */
  readonly ratio: number | null;
  readonly ratioOf: RatioDirection;
  readonly goal: Goal | null;
  readonly verdict: Verdict;
  /** Runs behind our figure. */
  readonly runs: number;
  /** Most that anything else took of all cores during one of the runs behind the row. */
  readonly othersShare: number;
  readonly notes: readonly string[];
}

/** Above this share of all cores a row counts as disturbed: its figures are worth a second look on a quieter machine. */
export const disturbedShare = 0.1;

export interface RowInput {
  readonly bench: string;
  readonly case: string;
  readonly measure: string;
  readonly ours: readonly number[];
  readonly peer?: { readonly tool: string; readonly values: readonly number[] };
  readonly ratioOf?: RatioDirection;
  readonly goal?: Goal;
  /** False for runs that are too small to judge by. */
  readonly isJudged?: boolean;
  readonly othersShare?: number;
  readonly notes?: readonly string[];
}

function reaches(figure: number, { is, value }: Goal): boolean {
  switch (is) {
    case 'atLeast':
      return figure >= value;
    case 'atMost':
      return figure <= value;
    case 'below':
      return figure < value;
  }
}

function judge(goal: Goal | undefined, figure: number | null, isJudged: boolean): Verdict {
  if (goal === undefined) return 'none';
  if (figure === null || !isJudged) return 'notJudged';
  return reaches(figure, goal) ? 'met' : 'missed';
}

function ratioOfMedians(
  ours: Summary | undefined,
  peer: Summary | undefined,
  direction: RatioDirection,
): number | null {
  if (ours === undefined || peer === undefined) return null;
  const [above, below] = direction === 'peer/ours' ? [peer.median, ours.median] : [ours.median, peer.median];
  return below === 0 ? null : above / below;
}

/** Row from the values of all runs. */
export function buildRow(input: RowInput): BenchRow {
  const ours = summarise(input.ours);
  const peer = input.peer === undefined ? undefined : summarise(input.peer.values);
  const ratioOf = input.ratioOf ?? 'peer/ours';
  const ratio = ratioOfMedians(ours, peer, ratioOf);
  const judgedFigure = input.goal?.of === 'ours' ? (ours?.median ?? null) : ratio;
  return {
    bench: input.bench,
    case: input.case,
    measure: input.measure,
    ours: ours?.median ?? null,
    oursLeast: ours?.least ?? null,
    peer:
      input.peer === undefined
        ? null
        : { tool: input.peer.tool, value: peer?.median ?? null, least: peer?.least ?? null },
    ratio,
    ratioOf,
    goal: input.goal ?? null,
    verdict: judge(input.goal, judgedFigure, input.isJudged ?? true),
    runs: input.ours.length,
    othersShare: input.othersShare ?? 0,
    notes: input.notes ?? [],
  };
}
