/** @file One changed bit: who sees it, and what a restore makes of it. */
import { rmSync } from 'node:fs';
import { verifyLocation } from '../../src-main/staging/check/verify-location.ts';
import { restore } from '../../src-main/staging/restore/restore.ts';
import { quietWorkerControl as quiet } from '../../src-main/testing/quiet-worker-control.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { type Entries, type Entry, readEntries, type SmallSet } from './small-set.ts';

export interface RoundResult {
  /** What is not as it has to be; none: all is well. */
  readonly faults: readonly string[];
  /** Entries that the restore named as damaged. */
  readonly lost: number;
}

interface Checked {
  readonly damaged: readonly string[];
  /** Undefined without the key. */
  readonly files: readonly string[] | undefined;
}

const sorted = (names: Iterable<string>): string => [...names].sort().join('|');

async function check(set: SmallSet, withKey: boolean): Promise<Checked> {
  const location = { kind: 'folder', path: set.staging } as const;
  const key = withKey ? { dataKey: set.dataKey } : {};
  try {
    const request = { location, descriptorFile: set.descriptorFile, ...key };
    const result = await verifyLocation(request, quiet, { threads: 0 });
    const files = result.damagedFiles?.map((warning) => warning.path ?? '');
    return { damaged: result.damaged.map(({ file }) => file), files };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { damaged: [`refused all: ${error.code}`], files: undefined };
  }
}

/** A restore sets times to a microsecond (staging-format.md 10). */
function haveSameAttributes(left: Entry, right: Entry): boolean {
  const difference = left.modifiedNanoseconds - right.modifiedNanoseconds;
  return left.facts === right.facts && difference < 1000n && difference > -1000n;
}

function compareEntries(expected: Entries, found: Entries, failed: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const [name, entry] of expected) {
    const restored = found.get(name);
    if (restored === undefined) {
      if (!failed.has(`0/${name}`)) faults.push(`${name} is missing and was not named`);
    } else if (failed.has(`0/${name}`)) faults.push(`${name} was named as damaged and is there`);
    else if (!restored.content.equals(entry.content)) faults.push(`${name} has WRONG BYTES`);
    else if (!haveSameAttributes(entry, restored)) faults.push(`${name} has other attributes`);
  }
  for (const name of found.keys()) if (!expected.has(name)) faults.push(`${name} was never in the backup`);
  return faults;
}

/**
 * Goes through both checks and a restore of a set in which one file has a changed bit.
 * @param target a folder that is not there
 * @param flipped undefined: nothing was changed, for the first round
 */
export async function runFlipRound(
  set: SmallSet,
  target: string,
  flipped: string | undefined,
): Promise<RoundResult> {
  const faults: string[] = [];
  const expectedDamage = flipped ?? '';
  const withoutKey = await check(set, false);
  if (sorted(withoutKey.damaged) !== expectedDamage)
    faults.push(`the check without key found ${sorted(withoutKey.damaged)}`);
  const withKey = await check(set, true);
  if (sorted(withKey.damaged) !== expectedDamage)
    faults.push(`the check with the key found ${sorted(withKey.damaged)}`);
  const location = { kind: 'folder', path: set.staging } as const;
  const { descriptorFile, dataKey } = set;
  const request = { location, descriptorFile, dataKey, selection: [], conflict: 'skip' } as const;
  try {
    const result = await restore({ ...request, target: { kind: 'folder', path: target } }, quiet, {
      threads: 0,
    });
    const failed = new Set(result.failed.map((warning) => warning.path ?? ''));
    faults.push(...compareEntries(set.entries, readEntries(target), failed));
    const isOfDescriptor = flipped === set.descriptorFile || flipped === set.mirrorFile;
    if ((isOfDescriptor || flipped === undefined) && failed.size > 0)
      faults.push(`${failed.size} files were lost although a copy of the descriptor is whole`);
    if (withKey.files !== undefined && sorted(withKey.files) !== sorted(failed))
      faults.push(`the check told ${sorted(withKey.files)} as lost, the restore ${sorted(failed)}`);
    return { faults, lost: failed.size };
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
