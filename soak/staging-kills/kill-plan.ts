/** @file When a process is killed: after a time, or at something that it does to its folder. */
import { fraction, type Random } from '../../bench/corpora/random.ts';

export type KillInstant =
  /** After the first thing that the process did to its folder. */
  | { readonly kind: 'time'; readonly milliseconds: number }
  /** At the so many-th change in the folder. */
  | { readonly kind: 'change'; readonly number: number };

/** What an undisturbed run took. */
export interface WholeRun {
  /** From the first change in the folder to its end. */
  readonly milliseconds: number;
  readonly changes: number;
}

/** Names are given, files removed and the lock released in the last few changes. */
const lastChanges = 16;

/** Half by time, since most of a run changes no name; a quarter at any change, a quarter at one of the last. */
export function drawInstant(random: Random, whole: WholeRun): KillInstant {
  const kind = random() % 4;
  if (kind < 2) return { kind: 'time', milliseconds: fraction(random) * whole.milliseconds };
  const among = kind === 2 ? whole.changes : Math.min(lastChanges, whole.changes);
  return { kind: 'change', number: Math.max(1, whole.changes - (random() % Math.max(1, among))) };
}

export function describeInstant(instant: KillInstant): string {
  return instant.kind === 'time' ? `${Math.round(instant.milliseconds)} ms` : `change ${instant.number}`;
}
