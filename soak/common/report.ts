import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeMachine, type MachineFacts } from '../../bench/common/machine.ts';
import type { SoakOptions } from './options.ts';
import type { SoakOutcome } from './soak-case.ts';

export interface SoakReport extends SoakOutcome {
  readonly soakCase: string;
  readonly count: number;
  readonly seed: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: MachineFacts;
}

const shownFaults = 20;

export function buildSoakReport(
  { soakCase, count, seed }: SoakOptions,
  machine: MachineFacts,
  startedAt: Date,
  endedAt: Date,
  outcome: SoakOutcome,
): SoakReport {
  const seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1000);
  return { soakCase, count, seed, startedAt: startedAt.toISOString(), seconds, machine, ...outcome };
}

/** Replaces the file whole, so that a run that is ended leaves the state before or after. */
export async function writeSoakReport(file: string, report: SoakReport): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${file}.partial`, file);
}

/** What the terminal shows at the end. */
export function renderSoakReport(report: SoakReport): string {
  const { soakCase, done, seed, seconds, faults, figures, machine } = report;
  const lines = Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`);
  const verdict = faults.length === 0 ? 'no fault' : `${faults.length} FAULTS`;
  return [
    '',
    `${soakCase}: ${done} done with seed ${seed} in ${seconds} s, ${verdict}.`,
    ...lines,
    ...faults.slice(0, shownFaults).map((fault) => `  FAULT ${fault}`),
    ...(faults.length > shownFaults ? [`  and ${faults.length - shownFaults} more`] : []),
    describeMachine(machine),
  ].join('\n');
}
