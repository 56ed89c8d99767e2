/** @file When a session is killed: after a time, or when something has come about on its drives. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fraction, type Random } from '../../bench/corpora/random.ts';
import { lookAtDrives } from './finished-files.ts';
import type { Instant } from './session-process.ts';
import { driveOf, serials } from './stage-set.ts';

/** What an undisturbed session took. */
export interface WholeSession {
  readonly startMilliseconds: number;
  readonly sessionMilliseconds: number;
}

/** A half-written file is rarely seen with more. */
const largestPartialBytes = 8 * 1024 * 1024;

const anyDrive = (folder: string, ...names: readonly string[]): boolean =>
  serials.some((serial) => names.some((name) => existsSync(path.join(driveOf(folder, serial), name))));

const atFiles = (folder: string): number => lookAtDrives(folder).finished.size;

/** Bytes of the longest half-written file; 0 when there is none. */
const partialBytes = (folder: string): number =>
  Math.max(0, ...lookAtDrives(folder).partial.map(({ bytes }) => bytes));

/** Whatever comes first, so that a session in which the thing never happens is killed all the same. */
const orAtTheEnd =
  (instant: Instant, { sessionMilliseconds }: WholeSession): Instant =>
  (start, session) =>
    instant(start, session) || (session ?? 0) >= sessionMilliseconds;

/**
 * A quarter by time over the session, which mostly starts threads, and some while the process starts; the rest at what is short: in the
 * middle of a file, at the next finished file, at the manifest, at the lock. What is there already when the session begins is waited for by time.
 */
export function drawInstant(folder: string, random: Random, whole: WholeSession): Instant {
  const after = fraction(random) * whole.sessionMilliseconds;
  const byTime: Instant = (_start, session) => session !== undefined && session >= after;
  const early = fraction(random) * whole.startMilliseconds;
  const further = atFiles(folder) + 1 + (random() % 3);
  const written = 1 + (random() % largestPartialBytes);
  const kind = random() % 20;
  if (kind < 5) return byTime;
  if (kind < 6) return (start) => start >= early;
  if (kind < 11) return orAtTheEnd(() => partialBytes(folder) >= written, whole);
  if (kind < 16) return orAtTheEnd(() => atFiles(folder) >= further, whole);
  const manifest = [
    path.join('volume', 'DriveManifest.xml.partial'),
    path.join('volume', 'DriveManifest.xml'),
  ];
  const names = kind < 18 ? manifest : ['sealed', 'names.sealed.json'];
  if (anyDrive(folder, ...names)) return byTime;
  return orAtTheEnd(() => anyDrive(folder, ...names), whole);
}
