/** @file Rows as a table for the terminal. */
import { type BenchRow, disturbedShare, type Goal, type Verdict } from './rows.ts';

const signs: Readonly<Record<Goal['is'], string>> = { atLeast: '>=', atMost: '<=', below: '<' };
const verdictWords: Readonly<Record<Verdict, string>> = {
  met: 'met',
  missed: 'MISSED',
  notJudged: 'not judged',
  none: '',
};

/** Three digits that count, no exponent; whole numbers stay whole. */
export function formatFigure(value: number | null): string {
  if (value === null) return '-';
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
}

/** Ratios keep what decides: 1.005 must not read as 1.00. */
export function formatRatio(value: number | null): string {
  if (value === null) return '-';
  return value.toFixed(value >= 0.95 && value <= 1.05 ? 3 : 2);
}

export function formatGoal(goal: Goal | null): string {
  if (goal === null) return '';
  return `${goal.of === 'ours' ? 'ours ' : ''}${signs[goal.is]} ${goal.value}`;
}

const headings = [
  'case',
  'measure',
  'ours',
  'peer',
  'its figure',
  'ratio',
  '',
  'goal',
  'verdict',
  'others',
  'notes',
];
const rightAligned = new Set([2, 4, 5, 9]);

function cells(row: BenchRow, noteNumbers: ReadonlyMap<string, number>): readonly string[] {
  const withLeast = (value: number | null, least: number | null): string =>
    value === least || least === null
      ? formatFigure(value)
      : `${formatFigure(value)} (${formatFigure(least)})`;
  return [
    row.case,
    row.measure,
    withLeast(row.ours, row.oursLeast),
    row.peer?.tool ?? '',
    row.peer === null ? '' : withLeast(row.peer.value, row.peer.least),
    row.peer === null ? '' : formatRatio(row.ratio),
    row.peer === null ? '' : row.ratioOf,
    formatGoal(row.goal),
    verdictWords[row.verdict],
    row.othersShare > disturbedShare ? `${Math.round(row.othersShare * 100)}%` : '',
    row.notes.map((note) => `[${noteNumbers.get(note)}]`).join(''),
  ];
}

/**
 * Figures are medians with the least run in brackets. `others` stands only where it disturbed.
 * @returns the table, then each distinct note once under its number
 */
export function renderTable(rows: readonly BenchRow[]): string {
  const notes = [...new Set(rows.flatMap((row) => row.notes))];
  const noteNumbers = new Map(notes.map((note, index) => [note, index + 1]));
  const lines = [headings, ...rows.map((row) => cells(row, noteNumbers))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        rightAligned.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  text.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [...text, ...notes.map((note, index) => `[${index + 1}] ${note}`)].join('\n');
}
