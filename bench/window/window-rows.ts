/** @file Makes the rows of the window bench. Pure. */
import { type BenchRow, buildRow, type Goal } from '../common/rows.ts';
import type { MainThreadWork } from './main-thread-trace.ts';
import { longMilliseconds, type PageWatch } from './page-watch.ts';

export interface WindowRun extends PageWatch, MainThreadWork {
  readonly round: number;
  /** Longest stretch in which the main process answered nothing, milliseconds by the clock. */
  readonly mainBlockMilliseconds: number;
  readonly files: number;
  readonly warnings: number;
}

const smooth: Goal = { of: 'ours', is: 'below', value: longMilliseconds };
const none: Goal = { of: 'ours', is: 'below', value: 1 };
const longest = (values: readonly number[]): number => Math.max(0, ...values);

/** All rows. The worst run of each counts, since one jerk is one too many. */
export function windowRows(runs: readonly WindowRun[], isJudged: boolean): readonly BenchRow[] {
  const row = (measure: string, figure: (run: WindowRun) => number, goal?: Goal, notes?: readonly string[]) =>
    buildRow({
      bench: 'window',
      case: 'backup',
      measure,
      ours: runs.length === 0 ? [] : [Math.max(...runs.map(figure))],
      ...(goal === undefined ? {} : { goal }),
      isJudged,
      ...(notes === undefined ? {} : { notes }),
    });
  const worst = runs.toSorted((one, other) => longest(other.tasks) - longest(one.tasks))[0];
  return [
    row('longest task of the page, CPU ms', ({ tasks }) => longest(tasks), smooth, worst?.longest),
    row('frames of 50 ms or more, count', ({ longFrames }) => longFrames.length, none),
    row('longest frame, ms (0: none of 50 or more)', ({ longFrames }) => longest(longFrames)),
    row('longest gap between frames, ms (0: none above 50)', ({ gaps }) => longest(gaps)),
    row('longest block of the main process, ms', ({ mainBlockMilliseconds }) => mainBlockMilliseconds),
  ];
}
