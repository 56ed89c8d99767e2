import { describe, expect, it } from 'vitest';
import type { NamedPeer } from './staging-rows.ts';
import { stagingRows } from './staging-rows.ts';
import type { StagingRun } from './staging-run.ts';

const peers: readonly NamedPeer[] = [
  { id: 'restic', title: 'restic 0.18.0', note: undefined },
  { id: 'borg', title: 'borg', note: 'borg is missing: no such package' },
  { id: 'tar-zstd', title: 'tar | zstd', note: undefined },
];

function run(change: Partial<StagingRun>): StagingRun {
  return {
    corpus: 'a',
    tool: 'ours-2',
    phase: 'full',
    round: 1,
    wallSeconds: 10,
    cpuSeconds: 18,
    peakBytes: 300 * 2 ** 20,
    threads: 9,
    othersShare: 0.01,
    stolenShare: 0,
    failure: undefined,
    bytes: 400e6,
    settleSeconds: 0.1,
    ...change,
  };
}

const runs: readonly StagingRun[] = [
  run({}),
  run({ round: 2, wallSeconds: 9, othersShare: 0.2 }),
  run({ round: 3, wallSeconds: 11 }),
  run({ tool: 'ours-1', wallSeconds: 16 }),
  run({ tool: 'restic', wallSeconds: 30, cpuSeconds: 60, bytes: 540e6 }),
  run({ tool: 'tar-zstd', wallSeconds: 12, cpuSeconds: 20, bytes: 399e6 }),
  run({ phase: 'restore', wallSeconds: 4, settleSeconds: 4, peakBytes: 600 * 2 ** 20 }),
  run({ phase: 'restore', tool: 'restic', wallSeconds: 8, settleSeconds: 2 }),
  run({ phase: 'second', failure: 'node: ended with 1.' }),
];
const input = { runs, peers, corpora: ['a'], isJudged: true } as const;
const find = (measure: string, tool?: string) =>
  stagingRows(input).find((row) => row.measure === measure && row.peer?.tool === tool);

describe('stagingRows', () => {
  it('compares medians with the goal of the issue', () => {
    expect(find('full backup, s', 'restic 0.18.0')).toMatchObject({
      ours: 10,
      ratio: 3,
      goal: { value: 3.3 },
      verdict: 'missed',
      runs: 3,
    });
    expect(find('full backup, s', 'tar | zstd')).toMatchObject({ ratio: 1.2, verdict: 'met' });
    expect(find('full backup, s', 'ours, 1 worker')).toMatchObject({ ratio: 1.6, verdict: 'missed' });
  });

  it('turns CPU and bytes the way their goals are worded', () => {
    expect(find('full backup, CPU s', 'restic 0.18.0')).toMatchObject({ ratio: 0.3, verdict: 'met' });
    expect(find('staged, MB', 'restic 0.18.0')).toMatchObject({ ours: 400, verdict: 'met' });
  });

  it('keeps the rows of a missing peer, with the reason', () => {
    expect(find('full backup, s', 'borg')).toMatchObject({
      peer: { value: null },
      ratio: null,
      verdict: 'notJudged',
      notes: expect.arrayContaining(['borg is missing: no such package']),
    });
  });

  it('says what others took and which runs failed', () => {
    expect(find('full backup, s', 'restic 0.18.0')).toMatchObject({ othersShare: 0.2, notes: [] });
    expect(find('second run, 1% changed, s', 'restic 0.18.0')).toMatchObject({
      ours: null,
      notes: ['ours-2 failed: node: ended with 1.', 'restic was not run'],
    });
  });

  it('counts what was left to the kernel in a row of its own', () => {
    expect(find('restore, s', 'restic 0.18.0')).toMatchObject({ ratio: 2, verdict: 'met' });
    expect(find('restore and sync, s', 'restic 0.18.0')).toMatchObject({ ratio: 1.25, verdict: 'none' });
  });

  it('bounds memory in every phase, by ours alone', () => {
    expect(find('full backup, peak memory MiB')).toMatchObject({ ours: 300, verdict: 'met', peer: null });
    expect(find('restore, peak memory MiB')).toMatchObject({ ours: 600, verdict: 'missed' });
  });

  it('judges nothing by a short run', () => {
    const verdicts = stagingRows({ ...input, isJudged: false }).map((row) => row.verdict);
    expect(new Set(verdicts)).toEqual(new Set(['notJudged', 'none']));
  });
});
