import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchOutcome } from './bench-module.ts';
import { describeMachine, type MachineFacts } from './machine.ts';
import type { BenchOptions } from './options.ts';
import { disturbedShare } from './rows.ts';
import { renderTable } from './table.ts';

export interface BenchReport extends BenchOutcome {
  readonly bench: string;
  readonly isShort: boolean;
  readonly startedAt: string;
  readonly machine: MachineFacts;
}

export function buildReport(
  options: BenchOptions,
  machine: MachineFacts,
  startedAt: Date,
  { rows, measurements, notes }: BenchOutcome,
): BenchReport {
  const { bench, isShort } = options;
  return { bench, isShort, startedAt: startedAt.toISOString(), machine, notes, rows, measurements };
}

/** Replaces the file whole, so that a run that is ended leaves the state before or after. */
export async function writeReport(file: string, report: BenchReport): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${file}.partial`, file);
}

/** What the terminal shows at the end. */
export function renderReport(report: BenchReport, seconds: number): string {
  const count = (verdict: string): number => report.rows.filter((row) => row.verdict === verdict).length;
  const goals = report.isShort
    ? 'A short run: data too small to judge by.'
    : `Goals: ${count('met')} met, ${count('missed')} missed, ${count('notJudged')} without a figure.`;
  return [
    '',
    renderTable(report.rows),
    '',
    `Medians, the least run in brackets; others: what else took more than ${disturbedShare * 100}% of the cores during a run.`,
    describeMachine(report.machine),
    ...report.notes,
    `${goals} ${Math.round(seconds)} s in all.`,
  ].join('\n');
}
