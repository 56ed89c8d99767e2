import { describe, expect, it } from 'vitest';
import { buildRow } from './rows.ts';
import { formatFigure, formatGoal, formatRatio, renderTable } from './table.ts';

describe('figures', () => {
  it.each([
    [null, '-'],
    [0.123, '0.12'],
    [12.34, '12.3'],
    [123.4, '123'],
    [4295, '4,295'],
    [2, '2'],
  ])('%s reads %s', (value, text) => {
    expect(formatFigure(value)).toBe(text);
  });

  it('keeps the digits near 1 that decide a goal of 1.005', () => {
    expect([formatRatio(1.006), formatRatio(0.85), formatRatio(3.456), formatRatio(null)]).toEqual([
      '1.006',
      '0.85',
      '3.46',
      '-',
    ]);
  });

  it('says whether a goal is about the ratio or about us', () => {
    expect(formatGoal({ of: 'ratio', is: 'atLeast', value: 3.3 })).toBe('>= 3.3');
    expect(formatGoal({ of: 'ours', is: 'below', value: 512 })).toBe('ours < 512');
    expect(formatGoal(null)).toBe('');
  });
});

describe('renderTable', () => {
  it('lines the columns up and prints a note that several rows share once', () => {
    const note = 'restic 0.14 instead of 0.18';
    const common = { bench: 'staging', case: 'a', notes: [note] };
    const rows = [
      buildRow({
        ...common,
        measure: 'full, s',
        ours: [9, 8],
        peer: { tool: 'restic', values: [30] },
        othersShare: 0.42,
      }),
      buildRow({
        ...common,
        measure: 'peak memory, MiB',
        ours: [600],
        goal: { of: 'ours', is: 'below', value: 512 },
      }),
    ];
    const lines = renderTable(rows).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[2]).toMatch(
      /^a {5}full, s {11}8\.50 \(8\) {2}restic {10}30 {3}3\.53 {2}peer\/ours.* 42% {2}\[1\]$/,
    );
    expect(lines[3]).toMatch(/600.*ours < 512 {2}MISSED {11}\[1\]$/);
    expect(lines[4]).toBe(`[1] ${note}`);
  });
});
