import { describe, expect, it } from 'vitest';
import { buildRow, type Goal } from './rows.ts';

const base = { bench: 'staging', case: 'a', measure: 'full backup, s' };

describe('buildRow', () => {
  it('puts the medians into a ratio above 1 when we are faster', () => {
    const row = buildRow({ ...base, ours: [10, 11, 9], peer: { tool: 'restic', values: [30, 44, 31] } });
    expect(row).toMatchObject({
      ours: 10,
      oursLeast: 9,
      peer: { tool: 'restic', value: 31, least: 30 },
      ratio: 3.1,
      ratioOf: 'peer/ours',
      verdict: 'none',
      runs: 3,
    });
  });

  const faster: Goal = { of: 'ratio', is: 'atLeast', value: 3.1 };
  const smaller: Goal = { of: 'ratio', is: 'atMost', value: 0.5 };
  const bounded: Goal = { of: 'ours', is: 'below', value: 512 };
  it.each([
    ['a ratio that reaches its goal exactly', faster, 'peer/ours', [10], [31], 'met'],
    ['a ratio just below', faster, 'peer/ours', [10], [30.9], 'missed'],
    ['a share of the peer', smaller, 'ours/peer', [1], [2], 'met'],
    ['a share above', smaller, 'ours/peer', [1.1], [2], 'missed'],
    ['a bound of our own', bounded, 'peer/ours', [511], [1], 'met'],
    ['a bound that is reached', bounded, 'peer/ours', [512], [1], 'missed'],
  ] as const)('%s', (_name, goal, ratioOf, ours, values, verdict) => {
    expect(buildRow({ ...base, goal, ratioOf, ours, peer: { tool: 'peer', values } }).verdict).toBe(verdict);
  });

  it('names a peer without a figure and judges nothing', () => {
    const row = buildRow({ ...base, ours: [10], peer: { tool: 'borg', values: [] }, goal: faster });
    expect(row).toMatchObject({
      peer: { tool: 'borg', value: null, least: null },
      ratio: null,
      verdict: 'notJudged',
    });
  });

  it('does not judge when our own runs failed, nor by a short run', () => {
    const peer = { tool: 'borg', values: [60] };
    expect(buildRow({ ...base, ours: [], peer, goal: faster })).toMatchObject({
      ours: null,
      verdict: 'notJudged',
    });
    expect(buildRow({ ...base, ours: [1], peer, goal: faster, isJudged: false }).verdict).toBe('notJudged');
  });
});
