/** @file Worker thread: counts a selection and compresses samples of it. */
import { hash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { blockKinds, encodeBlock } from '../format/block.ts';
import { type EntryEvent, type ScanEvent, type ScanOptions, scan } from './scan.ts';
import type { SourceRoot } from './source-root.ts';

/** Counters of a walk that goes on. */
export interface SelectionSize {
  files: number;
  folders: number;
  sourceBytes: number;
  excludedFiles: number;
  excludedBytes: number;
  unreadable: number;
  stagedBytesLow: number;
  stagedBytesHigh: number;
}

const sampleBytes = 128 * 1024;
const firstSampleStep = 4 * 1024 * 1024;
/** The step doubles whenever this many samples are taken, so a petabyte costs a few thousand. */
const samplesPerStep = 256;
const maximumSamplesPerFile = 256;
const catalogBytesPerEntry = 120;
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

interface Samples {
  weight: number;
  /** Sums of ratio times weight, and of its square. */
  ratio: number;
  squared: number;
  count: number;
  duplicates: number;
}

interface Sample {
  readonly ratio: number;
  readonly digest: string;
}

/** Compressed shares of pieces spread over a file; none when it cannot be read. Equal files give equal pieces. */
function sampleFile(event: EntryEvent, buffer: Buffer, count: number): Sample[] {
  const span = Math.max(0, Number(event.stat.size) - sampleBytes);
  const samples: Sample[] = [];
  try {
    const file = openSync(event.native, readFlags);
    try {
      for (let index = 0; index < count; index += 1) {
        const start = Math.floor((span * (index + 0.5)) / count / 4096) * 4096;
        const length = readSync(file, buffer, 0, sampleBytes, start);
        if (length === 0) break;
        const bytes = buffer.subarray(0, length);
        const { payload } = encodeBlock(blockKinds.content, bytes);
        samples.push({ ratio: payload.length / length, digest: hash('sha256', bytes) });
      }
    } finally {
      closeSync(file);
    }
  } catch {
    // What cannot be read is told when it is backed up; the estimate does without.
  }
  return samples;
}

function createSampler() {
  const buffer = Buffer.allocUnsafe(sampleBytes);
  const seen = new Set<string>();
  const samples: Samples = { weight: 0, ratio: 0, squared: 0, count: 0, duplicates: 0 };
  let step = firstSampleStep;
  let sinceLast = firstSampleStep;
  const add = ({ ratio, digest }: Sample, weight: number): void => {
    if (seen.has(digest)) samples.duplicates += 1;
    seen.add(digest);
    samples.weight += weight;
    samples.ratio += ratio * weight;
    samples.squared += ratio * ratio * weight;
    samples.count += 1;
    if (samples.count % samplesPerStep === 0) step *= 2;
  };
  return {
    offer(event: EntryEvent): void {
      sinceLast += Number(event.stat.size);
      if (sinceLast < step) return;
      const count = Math.min(maximumSamplesPerFile, Math.floor(sinceLast / step));
      const taken = sampleFile(event, buffer, count);
      if (taken.length === 0) return;
      const weight = sinceLast / taken.length;
      sinceLast = 0;
      for (const sample of taken) add(sample, weight);
    },
    /** Share of the bytes that staging will take: least and most. */
    range(): { readonly low: number; readonly high: number } {
      if (samples.count === 0) return { low: 0, high: 1 };
      const mean = samples.ratio / samples.weight;
      const variance = Math.max(0, samples.squared / samples.weight - mean * mean);
      const error = 2 * Math.sqrt(variance / samples.count) + 0.02;
      const unique = 1 - samples.duplicates / samples.count;
      return { low: Math.max(0, (mean - error) * unique), high: Math.min(1, mean + error) };
    },
  };
}

/**
 * Walks a selection. Files with several names count once in bytes.
 * @param onProgress called after every entry with the counters so far; may throw to stop
 */
export function measureSelection(
  roots: readonly SourceRoot[],
  options: ScanOptions,
  onProgress: (size: SelectionSize) => void,
): SelectionSize {
  const sampler = createSampler();
  const linked = new Set<string>();
  const size: SelectionSize = {
    files: 0,
    folders: 0,
    sourceBytes: 0,
    excludedFiles: 0,
    excludedBytes: 0,
    unreadable: 0,
    stagedBytesLow: 0,
    stagedBytesHigh: 0,
  };
  const countFile = (event: EntryEvent): void => {
    size.files += 1;
    const key = event.stat.nlink > 1n ? `${event.stat.dev}:${event.stat.ino}` : undefined;
    if (key !== undefined && linked.has(key)) return;
    if (key !== undefined) linked.add(key);
    size.sourceBytes += Number(event.stat.size);
    sampler.offer(event);
  };
  const count = (event: ScanEvent): void => {
    if (event.type === 'unreadable') size.unreadable += 1;
    if (event.type === 'excluded') {
      size.excludedFiles += 1;
      size.excludedBytes += event.bytes;
    }
    if (event.type === 'entry' && event.kind === 'folder') size.folders += 1;
    if (event.type === 'entry' && event.kind === 'file') countFile(event);
  };
  for (const event of scan(roots, options)) {
    count(event);
    const { low, high } = sampler.range();
    const catalog = (size.files + size.folders) * catalogBytesPerEntry;
    size.stagedBytesLow = Math.ceil(size.sourceBytes * low);
    // Blocks, indexes and padding add less than a hundredth; the descriptor exists twice.
    size.stagedBytesHigh = Math.ceil(size.sourceBytes * high * 1.01) + catalog * 2 + 64 * 1024;
    onProgress(size);
  }
  return size;
}
