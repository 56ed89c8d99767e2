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

/** @returns true for a folder on both sides, whose content is to be compared */
function compareEntry(run: Comparison, sides: Sides, path: ByteText): boolean {
  try {
    const expected = lstatSync(nativeFromBytes(sides.expected), { bigint: true });
    const found = lstatSync(nativeFromBytes(sides.found), { bigint: true });
    const kinds = [kindOf(expected), kindOf(found)] as const;
    if (kinds[0] !== kinds[1]) {
      report(run, path, 'kind', kinds[0], kinds[1]);
      return false;
    }
    compareAttributes(run, path, expected, found);
    if (kinds[0] !== 'special') run.metadata.add({ path, ...sides });
    if (kinds[0] === 'file') compareFile(run, sides, path, expected, found);
    if (kinds[0] === 'link') compareLinks(run, sides, path);
    return kinds[0] === 'folder';
  } catch (error) {
    fileTrouble(run, path, error);
    return false;
  }
}

interface RuledFolder {
  /** Absolute, on the expected side. */
  readonly folder: ByteText;
  readonly rules: ExclusionFrame;
}

/** What is expected of a folder: not what was excluded, nor what no backup keeps. @returns a folder when that depends on what is in it */
function expectationOf(
  run: Comparison,
  { folder, rules }: RuledFolder,
  name: ByteText,
): boolean | RuledFolder {
  const absolute = joinBytes(folder, name);
  const stat = lstatSync(nativeFromBytes(absolute));
  if (stat.isDirectory()) {
    if (folder === run.filesOnlyIn) return false;
    const below = run.exclusions.enter(name, rules);
    if (!below.isLeftOut) return true;
    return below.isWalked ? { folder: absolute, rules: below } : false;
  }
  const isSpecial = !stat.isFile() && !stat.isSymbolicLink();
  return !isSpecial && run.exclusions.ruleOf(name, rules)?.keeps !== false;
}

/** Nothing for a folder that this account may not read. */
function readableNames(folder: ByteText): readonly ByteText[] {
  try {
    return listNames(nativeFromBytes(folder));
  } catch (error) {
    if (refusals.has(failureReason(error))) return [];
    throw error;
  }
}

/** A folder that is left out is in the backup nevertheless when something in it was kept. */
function isExpected(run: Comparison, inFolder: RuledFolder, name: ByteText): boolean {
  const expectation = expectationOf(run, inFolder, name);
  if (typeof expectation === 'boolean') return expectation;
  const waiting = [expectation];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const below of readableNames(at.folder)) {
      const found = expectationOf(run, at, below);
      if (found === true) return true;
      if (found !== false) waiting.push(found);
    }
  }
  return false;
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

/** A folder whose content is being compared. */
interface OpenFolder {
  readonly sides: Sides;
  readonly path: ByteText;
  readonly rules: ExclusionFrame;
  readonly names: readonly ByteText[];
  next: number;
  /** Names on the other side that nothing was expected for so far. */
  readonly foundNames: Set<ByteText>;
}

function openFolder(run: Comparison, sides: Sides, path: ByteText, rules: ExclusionFrame): OpenFolder {
  const folder = { folder: sides.expected, rules };
  const names = listNames(nativeFromBytes(sides.expected)).filter((name) => isExpected(run, folder, name));
  const foundNames = new Set(listNames(nativeFromBytes(sides.found)));
  return { sides, path, rules, names, next: 0, foundNames };
}

/** Compares the next entry of a folder. @returns it, when it is a folder itself */
function compareNext(run: Comparison, folder: OpenFolder, name: ByteText): OpenFolder | undefined {
  const { sides, path, rules, foundNames } = folder;
  const below = joinBytes(path, name);
  if (!foundNames.delete(name)) {
    if (!isUnreadable(joinBytes(sides.expected, name))) report(run, below, 'missing', 'there', 'not there');
    return undefined;
  }
  const next = { expected: joinBytes(sides.expected, name), found: joinBytes(sides.found, name) };
  if (!compareEntry(run, next, below)) return undefined;
  try {
    return openFolder(run, next, below, run.exclusions.enter(name, rules));
  } catch (error) {
    fileTrouble(run, below, error);
    return undefined;
  }
}

/** Folder by folder without recursion: a tree may be as deep as paths are long. @throws the system's error about the first folder */
async function compareFolders(run: Comparison, first: OpenFolder): Promise<void> {
  const open = [first];
  for (let folder = open.at(-1); folder !== undefined; folder = open.at(-1)) {
    const name = folder.names[folder.next];
    folder.next += 1;
    if (name === undefined) {
      for (const extra of folder.foundNames)
        report(run, joinBytes(folder.path, extra), 'extra', 'not there', 'there');
      open.pop();
      continue;
    }
    try {
      const below = compareNext(run, folder, name);
      if (below !== undefined) open.push(below);
    } catch (error) {
      if (folder === first) throw error;
      fileTrouble(run, folder.path, error);
      open.pop();
    }
    if (run.metadata.isFull) await run.metadata.flush();
  }
}

function itemOf({ item, expected }: ComparePair): ByteText {
  return bytesFromNative(resolve(item ?? expected));
}

/** Two roots: what is in them, and their own attributes as a difference of `.`. */
async function compareRoots(run: Comparison, sides: Sides, path: ByteText, pair: ComparePair): Promise<void> {
  const expected = statSync(nativeFromBytes(sides.expected), { bigint: true });
  if (!expected.isDirectory()) {
    const name = sides.expected.slice(sides.expected.lastIndexOf('/') + 1);
    compareEntry(run, sides, joinBytes(path, name));
    return;
  }
  if (pair.withOwnAttributes ?? true) {
    const found = statSync(nativeFromBytes(sides.found), { bigint: true });
    compareAttributes(run, joinBytes(path, '.'), expected, found);
    run.metadata.add({ path: joinBytes(path, '.'), ...sides });
  }
  await compareFolders(
    run,
    openFolder(run, sides, path, run.exclusions.stateIn(sides.expected, itemOf(pair))),
  );
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
