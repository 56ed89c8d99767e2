import { describe, expect, it } from 'vitest';
import { type GrowthRowsInput, type GrowthRun, growthRows } from './growth-rows.ts';

function run(change: Partial<GrowthRun>): GrowthRun {
  return {
    case: 'files-10k',
    kind: 'files',
    phase: 'full',
    round: 1,
    units: 10_000,
    sourceBytes: 10e6,
    wallSeconds: 1.5,
    cpuSeconds: 2,
    peakBytes: 200 * 2 ** 20,
    threads: 9,
    othersShare: 0,
    stolenShare: 0,
    failure: undefined,
    ...change,
  };
}

const large = { case: 'files-2m', units: 2_000_000, sourceBytes: 2e9 } as const;
const chunks = { kind: 'chunks', units: 10_000, sourceBytes: 10e9 } as const;
const input: GrowthRowsInput = {
  runs: [
    run({}),
    run({ ...large, wallSeconds: 160.5, peakBytes: 300 * 2 ** 20 }),
    run({ phase: 'unchanged', wallSeconds: 0.5 }),
    run({ ...large, phase: 'unchanged', wallSeconds: 60.4, peakBytes: 520 * 2 ** 20, othersShare: 0.3 }),
    run({ ...chunks, case: 'chunks-10gb', wallSeconds: 5 }),
    run({
      ...chunks,
      case: 'chunks-10tb',
      sourceBytes: 10e12,
      wallSeconds: 6000,
      peakBytes: 700 * 2 ** 20,
    }),
  ],
  cases: [
    { name: 'files-10k', kind: 'files' },
    { name: 'files-2m', kind: 'files' },
    { name: 'chunks-10gb', kind: 'chunks' },
    { name: 'chunks-10tb', kind: 'chunks' },
  ],
  isJudged: true,
};
const rows = growthRows(input, { full: { wall: 0.5, cpu: 1 }, unchanged: { wall: 0.4, cpu: 1 } });
const find = (name: string, measure: string) =>
  rows.find((row) => row.case === name && row.measure === measure);

describe('growthRows', () => {
  it('takes the start off and compares with the smallest case', () => {
    expect(find('files-10k', 'full backup, microseconds a file')).toMatchObject({ ours: 100, peer: null });
    expect(find('files-2m', 'full backup, microseconds a file')).toMatchObject({
      ours: 80,
      peer: { tool: 'ours, files-10k', value: 100 },
      ratio: 0.8,
      verdict: 'met',
    });
  });

  it('tells CPU as well, which others disturb less', () => {
    expect(find('files-2m', 'full backup, CPU microseconds a file')).toMatchObject({
      ours: 0.5,
      verdict: 'none',
    });
  });

  it('finds a second run that does not stay flat, and memory over its bound', () => {
    const time = find('files-2m', 'second run, nothing changed, microseconds a file');
    expect(time?.ratio).toBeCloseTo(3);
    expect(time?.verdict).toBe('missed');
    expect(time?.othersShare).toBe(0.3);
    expect(find('files-2m', 'second run, nothing changed, peak memory MiB')).toMatchObject({
      verdict: 'missed',
    });
  });

  it('counts generated data by bytes and allows ten terabytes more memory', () => {
    expect(find('chunks-10tb', 'full backup, s a GB')?.ratio).toBeCloseTo(1.2);
    expect(find('chunks-10tb', 'full backup, peak memory MiB')).toMatchObject({ ours: 700, verdict: 'met' });
    expect(rows.filter(({ measure }) => measure.startsWith('second'))).toHaveLength(6);
  });
});
