/**
 * @file Changes one percent of a corpus, the same for every tool of a round, and takes it back. What is overwritten is kept on disk first, so that
 * a run that is killed meanwhile leaves nothing that the next one cannot undo.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createKeyStream, createRandom, fraction } from './random.ts';
import { filesBelow } from './walk.ts';

/** `lines`: a line more at the end of one file in a hundred. `runs`: 64 KiB anew at random places, one percent of the bytes. */
export type ChangeKind = 'lines' | 'runs';

const runBytes = 64 * 1024;
const share = 1 / 100;

interface ChangedFile {
  readonly file: string;
  readonly bytes: number;
  readonly accessedSeconds: number;
  readonly modifiedSeconds: number;
  /** Where runs were overwritten, in order; their old bytes stand one after the other beside the plan. */
  readonly offsets: readonly number[];
}

const planFile = (journal: string): string => path.join(journal, 'plan.json');
const oldBytesFile = (journal: string): string => path.join(journal, 'old-bytes.bin');

function planChange(folder: string, kind: ChangeKind, seed: number): readonly ChangedFile[] {
  const random = createRandom(seed);
  return filesBelow(folder).flatMap((file): readonly ChangedFile[] => {
    if (kind === 'lines' && fraction(random) >= share) return [];
    const { size, atimeMs, mtimeMs } = statSync(file);
    const runs = kind === 'lines' || size <= runBytes ? 0 : Math.ceil((size * share) / runBytes);
    const offsets = Array.from({ length: runs }, () => Math.floor(fraction(random) * (size - runBytes)));
    return [{ file, bytes: size, accessedSeconds: atimeMs / 1000, modifiedSeconds: mtimeMs / 1000, offsets }];
  });
}

function synced(file: string, write: (descriptor: number) => void): void {
  const descriptor = openSync(file, 'w');
  write(descriptor);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Keeps what will be overwritten. The journal counts as soon as it has its final name. */
function keep(plan: readonly ChangedFile[], journal: string): void {
  const partial = `${journal}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const run = Buffer.alloc(runBytes);
  synced(oldBytesFile(partial), (output) => {
    for (const { file, offsets } of plan) {
      const source = openSync(file, 'r');
      for (const offset of offsets) writeSync(output, run, 0, readSync(source, run, 0, runBytes, offset));
      closeSync(source);
    }
  });
  synced(planFile(partial), (output) => void writeSync(output, JSON.stringify(plan)));
  renameSync(partial, journal);
}

function overwriteRuns({ file, offsets }: ChangedFile, seed: number): void {
  const descriptor = openSync(file, 'r+');
  // Noise stays noise, and rows stay rows: what is changed compresses like what was there.
  const noise = file.endsWith('.bin') ? createKeyStream(`change:${seed}:${path.basename(file)}`) : undefined;
  const random = createRandom(seed);
  for (const offset of offsets) {
    const rows = (): Buffer =>
      Buffer.from(`row ${random()} ${seed} `.repeat(runBytes / 8)).subarray(0, runBytes);
    writeSync(descriptor, noise?.(runBytes) ?? rows(), 0, runBytes, offset);
  }
  closeSync(descriptor);
}

/** @param journal folder that must not exist. @returns how much was changed */
export function applyChange(
  folder: string,
  kind: ChangeKind,
  seed: number,
  journal: string,
): { readonly files: number; readonly bytes: number } {
  const plan = planChange(folder, kind, seed);
  keep(plan, journal);
  let bytes = 0;
  for (const change of plan) {
    const line = `\n// changed ${seed}\n`;
    if (kind === 'lines') appendFileSync(change.file, line);
    else overwriteRuns(change, seed);
    bytes += kind === 'lines' ? line.length : change.offsets.length * runBytes;
  }
  return { files: plan.length, bytes };
}

/** Takes a change back, times included; does nothing where none was made. */
export function undoChange(journal: string): void {
  if (!existsSync(journal)) return;
  const plan = JSON.parse(readFileSync(planFile(journal), 'utf8')) as readonly ChangedFile[];
  const kept = openSync(oldBytesFile(journal), 'r');
  const run = Buffer.alloc(runBytes);
  // All old bytes were read before the first run was written, so runs that overlap may be put back in any order.
  let position = 0;
  for (const { file, bytes, accessedSeconds, modifiedSeconds, offsets } of plan) {
    const descriptor = openSync(file, 'r+');
    for (const offset of offsets) {
      writeSync(descriptor, run, 0, readSync(kept, run, 0, runBytes, position), offset);
      position += runBytes;
    }
    const grown = fstatSync(descriptor).size > bytes;
    closeSync(descriptor);
    if (grown) truncateSync(file, bytes);
    utimesSync(file, accessedSeconds, modifiedSeconds);
  }
  closeSync(kept);
  rmSync(journal, { recursive: true, force: true });
}
