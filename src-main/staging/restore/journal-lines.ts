/** @file Worker thread: reads the journal of a restore back. */
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { z } from 'zod';
import type { ByteText } from '../format/byte-text.ts';
import { createOrdinalSet, type OrdinalRange } from './ordinal-ranges.ts';

/** What was written so short before a crash of the whole computer may not have reached the disk. */
const unsureMilliseconds = 600_000;
const bootToleranceMilliseconds = 60_000;

const range = z.tuple([z.int().min(0), z.int().min(0)]).readonly();
const lineSchema = z.union([
  z.strictObject({ run: z.string().regex(/^[0-9a-f]{8}$/), at: z.int(), bootedAt: z.int() }),
  z.strictObject({
    begin: z.array(range),
    over: z.array(range).optional(),
    names: z.record(z.string().regex(/^\d+$/), z.string().min(1)).optional(),
    at: z.int(),
  }),
  z.strictObject({ done: z.array(range), at: z.int() }),
]);

/** A run starts; entries are about to be restored; entries are restored. Times in milliseconds since 1970. */
export type JournalLine = z.infer<typeof lineSchema>;

/** What an earlier run of this restore said about a line of the catalog. */
export interface EarlierEntry {
  /** Name it was to get, when that was not its own. */
  readonly name: ByteText | undefined;
  /** What has that name now, and is the same, was made by that run. */
  readonly isSure: boolean;
}

export interface EarlierState {
  /** Names of the runs. */
  readonly runs: readonly string[];
  earlier(ordinal: number): EarlierEntry | undefined;
}

/** When this computer started, in milliseconds since 1970. */
export function bootedAt(): number {
  return Math.round(Date.now() - uptime() * 1000);
}

function parseLine(text: string): JournalLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A kill may have cut a line off: what it said is not known then, and counts as not done. */
function parseLines(text: string): JournalLine[] {
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

/** After a crash of the computer the end of what a run began and did is left out. */
function sureLines(lines: readonly JournalLine[]): JournalLine[] {
  const now = bootedAt();
  const runs: JournalLine[][] = [];
  for (const line of lines) {
    if ('run' in line) runs.push([line]);
    else runs.at(-1)?.push(line);
  }
  return runs.flatMap((run) => {
    const [start] = run;
    const isThisBoot =
      start !== undefined && 'run' in start && Math.abs(start.bootedAt - now) < bootToleranceMilliseconds;
    const limit = isThisBoot ? Number.POSITIVE_INFINITY : (run.at(-1)?.at ?? 0) - unsureMilliseconds;
    return run.filter((line) => 'run' in line || line.at <= limit);
  });
}

/** @param path of a journal. @returns nothing for one that is not there or of another format */
export function readEarlierRuns(path: string): EarlierState {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Then there was no earlier run that could be gone on with.
  }
  const begun: OrdinalRange[] = [];
  const over: OrdinalRange[] = [];
  const done: OrdinalRange[] = [];
  const names = new Map<number, ByteText>();
  const lines = sureLines(parseLines(text));
  for (const line of lines) {
    if ('begin' in line) {
      for (const found of line.begin) begun.push(found);
      for (const found of line.over ?? []) over.push(found);
      for (const [ordinal, given] of Object.entries(line.names ?? {})) names.set(Number(ordinal), given);
    } else if ('done' in line) for (const found of line.done) done.push(found);
  }
  const wasBegun = createOrdinalSet(begun);
  const wasOver = createOrdinalSet(over);
  const wasDone = createOrdinalSet(done);
  return {
    runs: lines.flatMap((line) => ('run' in line ? [line.run] : [])),
    earlier(ordinal) {
      if (!wasBegun(ordinal)) return undefined;
      // What was to be replaced may still be what was there before, and the same by chance.
      return { name: names.get(ordinal), isSure: wasDone(ordinal) || !wasOver(ordinal) };
    },
  };
}
