import { expect, it } from 'vitest';
import { disksRows } from './disk-rows.ts';
import type { DisksRun } from './disks-run.ts';
import type { DisksOutcome } from './disks-work.ts';

const outcome: DisksOutcome = {
  copying: { seconds: 4, cpuSeconds: 4 },
  verifying: { seconds: 4, cpuSeconds: 2 },
  readBack: 'device',
  bytes: 4e9,
  workSeconds: 8,
  peakBytes: 0,
};

function run(change: Partial<DisksRun>): DisksRun {
  return {
    case: 'one',
    tool: 'ours',
    step: 'prepare',
    round: 1,
    bytes: 4e9,
    outcome: change.tool === undefined || change.tool === 'ours' ? outcome : undefined,
    wallSeconds: 10,
    cpuSeconds: 8,
    peakBytes: 150 * 2 ** 20,
    threads: 9,
    othersShare: 0,
    stolenShare: 0,
    failure: undefined,
    ...change,
  };
}

const runs = [
  run({}),
  run({ tool: 'md5-cp', wallSeconds: 18 }),
  run({ tool: 'dd', wallSeconds: 8, othersShare: 0.2 }),
  run({ case: 'two', bytes: 8e9, outcome: { ...outcome, readBack: 'cached' } }),
  run({ case: 'two', tool: 'ours-single', wallSeconds: 8 }),
  run({ case: 'manifest', step: 'writeManifest', wallSeconds: 6, outcome: undefined }),
  run({ case: 'manifest', step: 'readManifest', failure: 'killed', outcome: undefined }),
];
const rows = disksRows({ runs, cases: ['one', 'two', 'manifest'], isJudged: true });
const find = (name: string, measure: string, tool?: string) =>
  rows.find(
    (row) => row.case === name && row.measure === measure && (tool === undefined || row.peer?.tool === tool),
  );

it('compares one drive with each peer in the direction its goal is worded in', () => {
  const measure = 'copied, hashed, read back, s';
  expect(find('one', measure, 'md5sum + cp + sync + md5sum')).toMatchObject({ ratio: 1.8, verdict: 'met' });
  expect(find('one', measure, 'dd direct write + read')).toMatchObject({
    ratio: 1.25,
    verdict: 'missed',
    othersShare: 0.2,
  });
});

it('scales the CPU of the writing phase to the speed of the goal', () => {
  expect(find('one', 'cores while written, at 500 MB/s')).toMatchObject({ ours: 0.5, verdict: 'met' });
  expect(find('one', 'written, MB/s')).toMatchObject({ ours: 1000, verdict: 'none' });
});

it('compares two drives with one by bytes a second, and says where the read-back came from', () => {
  const row = find('two', 'copied, hashed, read back, MB/s');
  expect(row).toMatchObject({ ours: 800, ratio: 1.6, verdict: 'met' });
  expect(row?.notes).toEqual([expect.stringContaining('system cache')]);
});

it('keeps a failed step without a figure and with its reason', () => {
  expect(find('manifest', 'written, s')).toMatchObject({ ours: 6, verdict: 'met' });
  expect(find('manifest', 'parsed, s')).toMatchObject({
    ours: null,
    verdict: 'notJudged',
    notes: ['ours failed: killed'],
  });
});
