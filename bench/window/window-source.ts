/** @file What the window bench backs up: many small files, some large ones, and enough that is skipped to fill the list of warnings. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createKeyStream } from '../corpora/random.ts';
import { ensureTinyFiles } from '../growth/tiny-files.ts';

const mebibyte = 1024 * 1024;
/** The page shows the newest 200. */
const skippedFiles = 400;

export interface WindowSourceSize {
  readonly smallFiles: number;
  readonly largeFiles: number;
  readonly largeBytes: number;
}

export const fullSource: WindowSourceSize = { smallFiles: 30_000, largeFiles: 4, largeBytes: 256 * mebibyte };
export const shortSource: WindowSourceSize = { smallFiles: 5000, largeFiles: 1, largeBytes: 128 * mebibyte };

/** Makes a folder whole or not at all. */
function ensureFolder(folder: string, fill: (partial: string) => void): string {
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  fill(partial);
  renameSync(partial, folder);
  return folder;
}

/** @returns folders to back up, the one with what is skipped first, so that the list is full from the begin */
export function ensureWindowSource(workFolder: string, size: WindowSourceSize): readonly string[] {
  const parent = path.join(workFolder, 'window');
  const odd = ensureFolder(path.join(parent, 'skipped'), (folder) => {
    const names = Array.from({ length: skippedFiles }, (_, index) => path.join(folder, `pipe-${index}`));
    execFileSync('mkfifo', names);
  });
  const name = `large-${size.largeFiles}x${size.largeBytes}`;
  const large = ensureFolder(path.join(parent, name), (folder) => {
    for (let number = 0; number < size.largeFiles; number += 1) {
      const next = createKeyStream(`window:${number}`);
      for (let done = 0; done < size.largeBytes; done += 8 * mebibyte)
        writeFileSync(path.join(folder, `large-${number}`), next(8 * mebibyte), { flag: 'a' });
    }
  });
  return [odd, ensureTinyFiles(parent, size.smallFiles).folder, large];
}
