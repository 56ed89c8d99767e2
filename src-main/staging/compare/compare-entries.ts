/** @file Worker thread: two entries of the same kind, their attributes and what is in them. */
import { type BigIntStats, closeSync, openSync, readlinkSync, readSync } from 'node:fs';
import type { Difference } from '../../../src-shared/contract/recover-calls.ts';
import { type ByteText, bytesToShownText } from '../format/byte-text.ts';
import type { Exclusions } from '../scan/exclusions.ts';
import { nativeFromBytes } from '../scan/native-path.ts';
import type { ProgressMeter } from '../write/progress-meter.ts';
import type { MetadataComparison } from './compare-metadata.ts';

const keptDifferences = 1000;
/** Node sets times through a float of seconds (staging-format.md 10). */
const toleranceNanoseconds = 2000n;
/** Length of each of the two buffers of a comparison. */
export const pieceBytes = 1024 * 1024;
const hasPosixModes = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;

/** Where an entry is on either side. */
export interface Sides {
  readonly expected: ByteText;
  readonly found: ByteText;
}

/** A comparison under way. */
export interface Comparison {
  readonly result: {
    files: number;
    bytes: number;
    differenceCount: number;
    readonly differences: Difference[];
  };
  readonly exclusions: Exclusions;
  /** Item of the pair, when only the files right in it are in the backup. */
  filesOnlyIn: ByteText | undefined;
  readonly meter: ProgressMeter;
  readonly buffers: readonly [Buffer, Buffer];
  /** Names of one file on the expected side, to the inode they must share on the other. */
  readonly linked: Map<string, bigint>;
  readonly metadata: MetadataComparison;
}

/** Counts a difference, and keeps the first thousand. */
export function report(
  run: Comparison,
  path: ByteText,
  code: Difference['code'],
  expected: string,
  found: string,
): void {
  run.result.differenceCount += 1;
  if (run.result.differences.length >= keptDifferences) return;
  run.result.differences.push({
    path: bytesToShownText(path).slice(0, 32_767),
    code,
    expected: expected.slice(0, 256),
    found: found.slice(0, 256),
  });
}

function fill(file: number, buffer: Buffer): number {
  let used = 0;
  while (used < buffer.length) {
    const count = readSync(file, buffer, used, buffer.length - used, null);
    if (count === 0) break;
    used += count;
  }
  return used;
}

/** @returns position of the first piece that differs, or undefined */
function firstDifference(run: Comparison, left: number, right: number): number | undefined {
  const [expected, found] = run.buffers;
  for (let position = 0; ; ) {
    const expectedLength = fill(left, expected);
    const foundLength = fill(right, found);
    if (expectedLength !== foundLength) return position;
    if (expectedLength === 0) return undefined;
    if (!expected.subarray(0, expectedLength).equals(found.subarray(0, foundLength))) return position;
    position += expectedLength;
    run.result.bytes += expectedLength;
    run.meter.add(expectedLength);
  }
}

function compareContent(run: Comparison, sides: Sides, path: ByteText): void {
  const left = openSync(nativeFromBytes(sides.expected), 'r');
  try {
    const right = openSync(nativeFromBytes(sides.found), 'r');
    try {
      const position = firstDifference(run, left, right);
      if (position !== undefined)
        report(run, path, 'content', `as in the source`, `differs from byte ${position} on`);
    } finally {
      closeSync(right);
    }
  } finally {
    closeSync(left);
  }
}

/**
 * Compares size and content of two files; the further names of one file are read once.
 * @throws Error of the system for what cannot be read
 */
export function compareFile(
  run: Comparison,
  sides: Sides,
  path: ByteText,
  expected: BigIntStats,
  found: BigIntStats,
): void {
  run.result.files += 1;
  run.meter.add(0, 1);
  if (expected.nlink > 1n) {
    const key = `${expected.dev}:${expected.ino}`;
    const inode = run.linked.get(key);
    run.linked.set(key, inode ?? found.ino);
    // The same file as one that was compared already, and linked to it on this side too.
    if (inode === found.ino) return;
  }
  if (expected.size !== found.size) {
    report(run, path, 'size', String(expected.size), String(found.size));
    return;
  }
  compareContent(run, sides, path);
}

/** Compares times (to 2 microseconds), modes and, as root, owners. */
export function compareAttributes(
  run: Comparison,
  path: ByteText,
  expected: BigIntStats,
  found: BigIntStats,
): void {
  const difference = expected.mtimeNs - found.mtimeNs;
  if (difference > toleranceNanoseconds || difference < -toleranceNanoseconds) {
    report(run, path, 'time', String(expected.mtimeNs), String(found.mtimeNs));
  }
  if (!hasPosixModes) return;
  const isLink = expected.isSymbolicLink();
  const [left, right] = [expected.mode & 0o7777n, found.mode & 0o7777n];
  if (!isLink && left !== right) report(run, path, 'mode', left.toString(8), right.toString(8));
  if (isRoot && (expected.uid !== found.uid || expected.gid !== found.gid)) {
    report(run, path, 'owner', `${expected.uid}:${expected.gid}`, `${found.uid}:${found.gid}`);
  }
}

function readTarget(path: ByteText): Buffer {
  return readlinkSync(nativeFromBytes(path), { encoding: 'buffer' });
}

/** Compares where two links lead, byte by byte. @throws Error of the system */
export function compareLinks(run: Comparison, sides: Sides, path: ByteText): void {
  const [expected, found] = [readTarget(sides.expected), readTarget(sides.found)];
  if (!expected.equals(found)) report(run, path, 'linkTarget', expected.toString(), found.toString());
}
