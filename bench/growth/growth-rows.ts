/** @file Makes the rows of the growth bench: each size beside the smallest of its kind in the same run. Pure. */
import { type BenchRow, buildRow, type Goal } from '../common/rows.ts';
import type { Measured } from '../process/measure.ts';

export interface GrowthRun extends Omit<Measured, 'output'> {
  readonly case: string;
  readonly kind: 'files' | 'chunks';
  readonly phase: 'full' | 'unchanged';
  readonly round: number;
  /** Files, or chunks. */
  readonly units: number;
  readonly sourceBytes: number;
}

export interface GrowthRowsInput {
  readonly runs: readonly GrowthRun[];
  /** In order of size; the first of each kind is what the others are compared with. */
  readonly cases: readonly { readonly name: string; readonly kind: GrowthRun['kind'] }[];
  readonly isJudged: boolean;
}

/** "Flat" with room for what differs from run to run on one machine. */
export const flatGoal: Goal = { of: 'ratio', is: 'atMost', value: 1.25 };

const mebibyte = 1024 * 1024;
const bound = (value: number): Goal => ({ of: 'ours', is: 'below', value });
/** MiB. Ten terabytes are allowed more than what is bounded by two. */
const memoryGoals: Readonly<Record<string, Goal>> = { 'chunks-10tb': bound(768) };
const memoryGoal = bound(512);

function select(input: GrowthRowsInput, name: string, phase: GrowthRun['phase']): readonly GrowthRun[] {
  return input.runs.filter((run) => run.case === name && run.phase === phase && run.failure === undefined);
}

/** What went wrong and what else the machine did. */
function accountOf(
  input: GrowthRowsInput,
  name: string,
  phase: GrowthRun['phase'],
): { readonly othersShare: number; readonly notes: readonly string[] } {
  const runs = input.runs.filter((run) => run.case === name && run.phase === phase);
  const failures = runs.flatMap(({ failure }) =>
    failure === undefined ? [] : [`${name} failed: ${failure}`],
  );
  return {
    othersShare: Math.max(0, ...runs.map((run) => run.othersShare)),
    notes: [...new Set(failures)],
  };
}

function timeRow(
  input: GrowthRowsInput,
  name: string,
  first: string,
  phase: GrowthRun['phase'],
  unit: { readonly measure: string; readonly figure: (run: GrowthRun) => number; readonly goal?: Goal },
): BenchRow {
  const isFirst = name === first;
  return buildRow({
    bench: 'growth',
    case: name,
    measure: unit.measure,
    ours: select(input, name, phase).map(unit.figure),
    ...(isFirst
      ? {}
      : { peer: { tool: `ours, ${first}`, values: select(input, first, phase).map(unit.figure) } }),
    ratioOf: 'ours/peer',
    ...(isFirst || unit.goal === undefined ? {} : { goal: unit.goal }),
    isJudged: input.isJudged,
    ...accountOf(input, name, phase),
  });
}

function memoryRow(
  input: GrowthRowsInput,
  name: string,
  first: string,
  phase: GrowthRun['phase'],
  measure: string,
): BenchRow {
  const peak = (run: GrowthRun): number => run.peakBytes / mebibyte;
  return buildRow({
    bench: 'growth',
    case: name,
    measure,
    ours: select(input, name, phase).map(peak),
    ...(name === first
      ? {}
      : { peer: { tool: `ours, ${first}`, values: select(input, first, phase).map(peak) } }),
    ratioOf: 'ours/peer',
    goal: memoryGoals[name] ?? memoryGoal,
    isJudged: input.isJudged,
    ...accountOf(input, name, phase),
  });
}

/** Of an empty run, in seconds. */
export interface StartCost {
  readonly wall: number;
  readonly cpu: number;
}

const phases = [
  { phase: 'full', words: 'full backup' },
  { phase: 'unchanged', words: 'second run, nothing changed' },
] as const;

/**
 * All rows, case by case. Chunks have no second run: they have no catalog of an earlier one.
 * @param start is taken off files, so that ten thousand files and two million are compared by what they themselves cost
 */
export function growthRows(
  input: GrowthRowsInput,
  start: Readonly<Record<GrowthRun['phase'], StartCost>>,
): readonly BenchRow[] {
  return input.cases.flatMap(({ name, kind }) => {
    const first = input.cases.find((candidate) => candidate.kind === kind)?.name ?? name;
    // A simulation opens no set, so an empty run says nothing about its start.
    const cost = (run: GrowthRun): StartCost => (kind === 'files' ? start[run.phase] : { wall: 0, cpu: 0 });
    const wall = (run: GrowthRun): number => Math.max(0, run.wallSeconds - cost(run).wall);
    const cpu = (run: GrowthRun): number => Math.max(0, run.cpuSeconds - cost(run).cpu);
    const scaled = (seconds: (run: GrowthRun) => number) => (run: GrowthRun) =>
      kind === 'files' ? (seconds(run) / run.units) * 1e6 : (seconds(run) / run.sourceBytes) * 1e9;
    const [wallUnit, cpuUnit] =
      kind === 'files' ? ['microseconds a file', 'CPU microseconds a file'] : ['s a GB', 'CPU s a GB'];
    return phases
      .filter(({ phase }) => kind === 'files' || phase === 'full')
      .flatMap(({ phase, words }) => [
        timeRow(input, name, first, phase, {
          measure: `${words}, ${wallUnit}`,
          figure: scaled(wall),
          goal: flatGoal,
        }),
        timeRow(input, name, first, phase, { measure: `${words}, ${cpuUnit}`, figure: scaled(cpu) }),
        memoryRow(input, name, first, phase, `${words}, peak memory MiB`),
      ]);
  });
}
