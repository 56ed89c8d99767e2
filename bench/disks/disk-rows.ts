/** @file Makes the rows of the disks bench from what was measured. Pure. */
import { type BenchRow, buildRow, type Goal, type RatioDirection } from '../common/rows.ts';
import type { DisksCase, DisksRun, DisksTool } from './disks-run.ts';

export interface DisksRowsInput {
  readonly runs: readonly DisksRun[];
  readonly cases: readonly DisksCase[];
  /** False for a short run. */
  readonly isJudged: boolean;
}

const mebibyte = 1024 * 1024;
const titles: Readonly<Record<DisksTool, string>> = {
  ours: 'ours',
  'ours-single': 'ours, one drive',
  'md5-cp': 'md5sum + cp + sync + md5sum',
  dd: 'dd direct write + read',
};
/** Speed that the goal for CPU is worded for. */
const writtenBytesPerSecond = 500e6;
const below = (value: number): Goal => ({ of: 'ours', is: 'below', value });

type Figure = (run: DisksRun) => number | undefined;
const wall: Figure = (run) => run.wallSeconds;
const speed: Figure = (run) => run.bytes / 1e6 / run.wallSeconds;
const peak: Figure = (run) => run.peakBytes / mebibyte;
const cpuPerGigabyte: Figure = (run) => run.cpuSeconds / (run.bytes / 1e9);
const cores: Figure = (run) => run.cpuSeconds / run.wallSeconds;
/** Of the phase that writes: what it costs a byte, at the speed of the goal. */
const coresWhileWriting: Figure = ({ bytes, outcome }) =>
  outcome?.copying === undefined ? undefined : (outcome.copying.cpuSeconds / bytes) * writtenBytesPerSecond;
const phaseSpeed =
  (phase: 'copying' | 'verifying'): Figure =>
  ({ bytes, outcome }) =>
    outcome?.[phase] === undefined ? undefined : bytes / 1e6 / outcome[phase].seconds;

interface RowPlan {
  readonly case: DisksCase;
  readonly measure: string;
  readonly figure: Figure;
  readonly step?: DisksRun['step'];
  readonly peer?: DisksTool;
  readonly ratioOf?: RatioDirection;
  readonly goal?: Goal;
}

const share = 'ours/peer';
const rowPlans: readonly RowPlan[] = [
  {
    case: 'one',
    measure: 'copied, hashed, read back, s',
    figure: wall,
    peer: 'md5-cp',
    goal: { of: 'ratio', is: 'atLeast', value: 1.7 },
  },
  {
    case: 'one',
    measure: 'copied, hashed, read back, s',
    figure: wall,
    peer: 'dd',
    ratioOf: share,
    goal: { of: 'ratio', is: 'atMost', value: 1.1 },
  },
  { case: 'one', measure: 'written, MB/s', figure: phaseSpeed('copying') },
  { case: 'one', measure: 'read back, MB/s', figure: phaseSpeed('verifying') },
  { case: 'one', measure: 'CPU s a GB', figure: cpuPerGigabyte, peer: 'md5-cp', ratioOf: share },
  { case: 'one', measure: 'CPU s a GB', figure: cpuPerGigabyte, peer: 'dd', ratioOf: share },
  {
    case: 'one',
    measure: 'cores while written, at 500 MB/s',
    figure: coresWhileWriting,
    goal: below(1.2),
  },
  { case: 'one', measure: 'cores, whole run', figure: cores, peer: 'md5-cp', ratioOf: share },
  {
    case: 'one',
    measure: 'peak memory, MiB',
    figure: peak,
    peer: 'md5-cp',
    ratioOf: share,
    goal: below(200),
  },
  {
    case: 'two',
    measure: 'copied, hashed, read back, MB/s',
    figure: speed,
    peer: 'ours-single',
    ratioOf: share,
    goal: { of: 'ratio', is: 'atLeast', value: 1.6 },
  },
  // Where this comes near the cores of the machine, they are what two drives share, and the ratio says nothing about drives.
  { case: 'two', measure: 'cores, whole run', figure: cores, peer: 'ours-single', ratioOf: share },
  { case: 'two', measure: 'CPU s a GB', figure: cpuPerGigabyte, peer: 'ours-single', ratioOf: share },
  {
    case: 'two',
    measure: 'peak memory, MiB',
    figure: peak,
    peer: 'ours-single',
    ratioOf: share,
    goal: below(232),
  },
  { case: 'manifest', measure: 'written, s', figure: wall, step: 'writeManifest', goal: below(60) },
  {
    case: 'manifest',
    measure: 'written, peak memory, MiB',
    figure: peak,
    step: 'writeManifest',
    goal: below(100),
  },
  { case: 'manifest', measure: 'parsed, s', figure: wall, step: 'readManifest', goal: below(60) },
  {
    case: 'manifest',
    measure: 'parsed, peak memory, MiB',
    figure: peak,
    step: 'readManifest',
    goal: below(100),
  },
];

function notesOf(runs: readonly DisksRun[]): readonly string[] {
  const failures = runs.flatMap(({ tool, failure }) =>
    failure === undefined ? [] : [`${titles[tool]} failed: ${failure}`],
  );
  const isCached = runs.some(({ outcome }) => outcome?.readBack === 'cached');
  return [
    ...new Set(failures),
    ...(isCached ? ['read back from the system cache: this file system has no direct access'] : []),
  ];
}

function rowOf(input: DisksRowsInput, plan: RowPlan): BenchRow {
  const { figure, peer, goal, step = 'prepare' } = plan;
  const all = input.runs.filter(
    (run) => run.case === plan.case && run.step === step && (run.tool === 'ours' || run.tool === plan.peer),
  );
  const values = (tool: DisksTool): readonly number[] =>
    all.filter((run) => run.tool === tool && run.failure === undefined).flatMap((run) => figure(run) ?? []);
  return buildRow({
    bench: 'disks',
    case: plan.case,
    measure: plan.measure,
    ours: values('ours'),
    ...(peer === undefined ? {} : { peer: { tool: titles[peer], values: values(peer) } }),
    ...(plan.ratioOf === undefined ? {} : { ratioOf: plan.ratioOf }),
    ...(goal === undefined ? {} : { goal }),
    isJudged: input.isJudged,
    othersShare: Math.max(0, ...all.map(({ othersShare }) => othersShare)),
    notes: notesOf(all),
  });
}

/** All rows, case by case. */
export function disksRows(input: DisksRowsInput): readonly BenchRow[] {
  return rowPlans.filter((plan) => input.cases.includes(plan.case)).map((plan) => rowOf(input, plan));
}
