/** @file Worker thread: two trees, entry by entry and byte by byte. */
import { type BigIntStats, closeSync, lstatSync, opendirSync, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import type { FileMetadataStore } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import { createExclusions, type ExclusionFrame } from '../scan/exclusions.ts';
import { bytesFromNative, joinBytes, listNames, nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import type { ComparePair, CompareRequest, CompareResult } from '../staging-types.ts';
import { createProgressMeter } from '../write/progress-meter.ts';
import {
  type Comparison,
  compareAttributes,
  compareFile,
  compareLinks,
  pieceBytes,
  report,
  type Sides,
} from './compare-entries.ts';
import { createMetadataComparison } from './compare-metadata.ts';

type Kind = 'file' | 'folder' | 'link' | 'special';

function kindOf(stat: BigIntStats): Kind {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  return stat.isSymbolicLink() ? 'link' : 'special';
}

function fileTrouble(run: Comparison, path: ByteText, error: unknown): void {
  if (!(error instanceof Error) || !('syscall' in error)) throw error;
  report(run, path, 'content', 'readable', failureReason(error));
}

/** @param rules of the entry itself where it is a folder. @returns a promise only for folders */
function compareEntry(
  run: Comparison,
  sides: Sides,
  path: ByteText,
  rules: ExclusionFrame,
): Promise<void> | undefined {
  try {
    const expected = lstatSync(nativeFromBytes(sides.expected), { bigint: true });
    const found = lstatSync(nativeFromBytes(sides.found), { bigint: true });
    const kinds = [kindOf(expected), kindOf(found)] as const;
    if (kinds[0] !== kinds[1]) {
      report(run, path, 'kind', kinds[0], kinds[1]);
      return undefined;
    }
    compareAttributes(run, path, expected, found);
    if (kinds[0] !== 'special') run.metadata.add({ path, ...sides });
    if (kinds[0] === 'file') compareFile(run, sides, path, expected, found);
    if (kinds[0] === 'folder')
      return compareFolder(run, sides, path, rules).catch((error: unknown) => fileTrouble(run, path, error));
    if (kinds[0] === 'link') compareLinks(run, sides, path);
  } catch (error) {
    fileTrouble(run, path, error);
  }
  return undefined;
}

/** What is expected below a folder: not what was excluded, nor what no backup keeps. */
function isExpected(run: Comparison, folder: ByteText, name: ByteText, rules: ExclusionFrame): boolean {
  const absolute = joinBytes(folder, name);
  const stat = lstatSync(nativeFromBytes(absolute));
  if (stat.isDirectory()) {
    if (folder === run.filesOnlyIn) return false;
    const below = run.exclusions.enter(name, rules);
    return !below.isLeftOut || (below.isWalked && holdsExpected(run, absolute, below));
  }
  const isSpecial = !stat.isFile() && !stat.isSymbolicLink();
  return !isSpecial && run.exclusions.ruleOf(name, rules)?.keeps !== false;
}

/** A folder that is left out is in the backup nevertheless when something in it was kept. */
function holdsExpected(run: Comparison, folder: ByteText, rules: ExclusionFrame): boolean {
  try {
    return listNames(nativeFromBytes(folder)).some((name) => isExpected(run, folder, name, rules));
  } catch (error) {
    if (refusals.has(failureReason(error))) return false;
    throw error;
  }
}

const refusals: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/** True for what this account may not read: a backup that it makes cannot hold it, and says so when it is made. */
function isUnreadable(path: ByteText): boolean {
  const native = nativeFromBytes(path);
  try {
    const stat = lstatSync(native);
    if (stat.isDirectory()) opendirSync(native).closeSync();
    else if (stat.isFile()) closeSync(openSync(native, 'r'));
    return false;
  } catch (error) {
    return refusals.has(failureReason(error));
  }
}

async function compareFolder(
  run: Comparison,
  sides: Sides,
  path: ByteText,
  rules: ExclusionFrame,
): Promise<void> {
  const expectedNames = listNames(nativeFromBytes(sides.expected)).filter((name) =>
    isExpected(run, sides.expected, name, rules),
  );
  const foundNames = new Set(listNames(nativeFromBytes(sides.found)));
  for (const name of expectedNames) {
    const below = joinBytes(path, name);
    if (!foundNames.delete(name)) {
      if (!isUnreadable(joinBytes(sides.expected, name))) report(run, below, 'missing', 'there', 'not there');
      continue;
    }
    const next = { expected: joinBytes(sides.expected, name), found: joinBytes(sides.found, name) };
    const going = compareEntry(run, next, below, run.exclusions.enter(name, rules));
    if (going !== undefined) await going;
    if (run.metadata.isFull) await run.metadata.flush();
  }
  for (const name of foundNames) report(run, joinBytes(path, name), 'extra', 'not there', 'there');
}

function itemOf({ item, expected }: ComparePair): ByteText {
  return bytesFromNative(resolve(item ?? expected));
}

/** Two roots: what is in them, and their own attributes as a difference of `.`. */
async function compareRoots(run: Comparison, sides: Sides, path: ByteText, pair: ComparePair): Promise<void> {
  const expected = statSync(nativeFromBytes(sides.expected), { bigint: true });
  if (!expected.isDirectory()) {
    const name = sides.expected.slice(sides.expected.lastIndexOf('/') + 1);
    await compareEntry(run, sides, joinBytes(path, name), run.exclusions.start(sides.expected));
    return;
  }
  if (pair.withOwnAttributes ?? true) {
    const found = statSync(nativeFromBytes(sides.found), { bigint: true });
    compareAttributes(run, joinBytes(path, '.'), expected, found);
    run.metadata.add({ path: joinBytes(path, '.'), ...sides });
  }
  await compareFolder(run, sides, path, run.exclusions.stateIn(sides.expected, itemOf(pair)));
}

/**
 * Compares kinds, names, content, modes, times (to 2 microseconds), link targets, with a store extended attributes and, as root,
 * owners. Special files and what this account may not read on the expected side need not be there.
 * @throws AppError `task.stopped`; an unreadable root is a difference
 */
export async function compareTrees(
  request: CompareRequest,
  control: WorkerControl,
  store?: FileMetadataStore,
): Promise<CompareResult> {
  control.setPhase('comparing');
  const run: Comparison = {
    result: { files: 0, bytes: 0, differenceCount: 0, differences: [] },
    exclusions: createExclusions(request.exclusions),
    filesOnlyIn: undefined,
    meter: createProgressMeter(control),
    buffers: [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)],
    linked: new Map(),
    metadata: createMetadataComparison(store, (path, expected, found) =>
      report(run, path, 'extendedAttributes', expected, found),
    ),
  };
  const isMany = request.pairs.length > 1;
  const filesOnly = (request.items ?? [])
    .filter(({ includeSubfolders }) => includeSubfolders === false)
    .map((item) => bytesFromNative(resolve(item.path)));
  for (const [number, pair] of request.pairs.entries()) {
    run.linked.clear();
    run.filesOnlyIn = filesOnly.find((item) => item === itemOf(pair));
    const sides = {
      expected: bytesFromNative(resolve(pair.expected)),
      found: bytesFromNative(resolve(pair.found)),
    };
    const path = isMany ? String(number) : '';
    try {
      await compareRoots(run, sides, path, pair);
    } catch (error) {
      if (!(error instanceof Error) || !('syscall' in error)) throw error;
      report(run, path, 'missing', 'readable', failureReason(error));
    }
  }
  await run.metadata.flush();
  run.meter.flush();
  return run.result;
}
