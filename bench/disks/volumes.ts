/** @file The volumes that every tool copies: files that nothing compresses, with the hashes that staging would have made. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { pageRangeBytes } from '../../src-shared/domain/capacity-planning.ts';
import { type CorpusScale, fullScale, shortScale } from '../corpora/corpus.ts';
import { ensureCorpus } from '../corpora/ensure-corpora.ts';
import type { BenchVolume } from './disks-work.ts';

export interface Volumes {
  readonly folder: string;
  readonly files: readonly BenchVolume[];
  readonly bytes: number;
}

/** Hashed with node:crypto, so that what ours compares with was not made by ours. */
function hashPieces(file: string): string {
  const piece = Buffer.allocUnsafe(pageRangeBytes);
  const digests: Buffer[] = [];
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const bytes = readSync(descriptor, piece, 0, pageRangeBytes, null);
      if (bytes === 0) return Buffer.concat(digests).toString('base64');
      digests.push(createHash('md5').update(piece.subarray(0, bytes)).digest());
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Corpus c of the staging bench: 4 files of 1 GiB, or of 32 MiB for a short run. Built when it is not there. */
export async function ensureVolumes(
  workFolder: string,
  isShort: boolean,
  say: (line: string) => void,
): Promise<Volumes> {
  const scale: CorpusScale = isShort ? shortScale : fullScale;
  const { folder, bytes } = await ensureCorpus({ workFolder, scale, say }, 'c');
  const names = readdirSync(folder).sort();
  const files = names.map((name) => {
    const file = path.join(folder, name);
    return { name, bytes: statSync(file).size, pageRangeMd5: hashPieces(file) };
  });
  return { folder, files, bytes };
}

/** The first half of the files: what each of two drives takes. */
export function halfOf(volumes: Volumes): Volumes {
  const files = volumes.files.slice(0, Math.ceil(volumes.files.length / 2));
  return { ...volumes, files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
