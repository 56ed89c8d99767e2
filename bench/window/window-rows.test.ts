import { expect, it } from 'vitest';
import { type WindowRun, windowRows } from './window-rows.ts';

const run = (change: Partial<WindowRun>): WindowRun => ({
  ...{ round: 1, gaps: [], longTasks: [], longFrames: [], frameCount: 600, seconds: 10 },
  ...{ tasks: [12, 9], taskCount: 900, longest: ['8 ms Layout'] },
  ...{ mainBlockMilliseconds: 20, files: 5000, warnings: 400 },
  ...change,
});
const figures = (runs: readonly WindowRun[], isJudged = true) =>
  windowRows(runs, isJudged).map(({ ours, verdict }) => [ours, verdict]);

it('a run without a long task or frame meets the goals; a gap alone breaks none, the machine may have caused it', () => {
  expect(figures([run({ gaps: [80] })])).toEqual([
    [12, 'met'],
    [0, 'met'],
    [0, 'none'],
    [80, 'none'],
    [20, 'none'],
  ]);
});

it('the worst of all runs counts, and says what ran', () => {
  const bad = run({ tasks: [70, 51], longFrames: [75], longest: ['66 ms draw'], gaps: [90] });
  expect(figures([run({}), bad, run({})])).toEqual([
    [70, 'missed'],
    [1, 'missed'],
    [75, 'none'],
    [90, 'none'],
    [20, 'none'],
  ]);
  expect(windowRows([run({}), bad], true)[0]?.notes).toEqual(['66 ms draw']);
});

it('short runs and runs that failed are not judged', () => {
  expect(figures([run({ tasks: [60] })], false)[0]).toEqual([60, 'notJudged']);
  expect(figures([])[0]).toEqual([null, 'notJudged']);
});
