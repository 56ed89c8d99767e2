/** @file Where a file of a set lies: in its staging location, or in one of the further folders that took volumes when that was full. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { pageBytes } from '../format/constants.ts';
import { decodePage, pageLength } from '../format/page.ts';

const volumeEnding = /-\d{6,10}\.BaseBlob$/;
const hintSchema = z.object({ furtherFolders: z.array(z.string()).max(16) });

function readStart(file: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
}

/** Content of the page that a file begins with; undefined when there is no whole one. */
export function startPageOf(path: string): unknown {
  try {
    const file = openSync(path, 'r');
    try {
      return decodePage(readStart(file, pageLength(readStart(file, pageBytes))));
    } finally {
      closeSync(file);
    }
  } catch {
    // Damaged, or not ours: its twin may tell, and whoever needs the file itself says what is wrong with it.
    return undefined;
  }
}

/** Files of a set whose page says something about the set as a whole. */
export function pageFilesOf(baseName: string): readonly string[] {
  return [`${baseName}.AIBBlob`, `${baseName}-descriptor.BaseBlob`, `${baseName}-run.partial`];
}

/** Further folders that the pages of a set name (staging-format.md 5), as far as this system can have such paths. */
export function furtherFoldersOf(folder: string, baseName: string): readonly string[] {
  const hints = pageFilesOf(baseName).flatMap((name) => {
    const parsed = hintSchema.safeParse(startPageOf(join(folder, name)));
    return parsed.success ? parsed.data.furtherFolders : [];
  });
  return [...new Set(hints)].filter((path) => isAbsolute(path));
}

export interface FileFinder {
  /** Absolute path of a file; when it is nowhere, that in the staging location. */
  pathOf(file: string): string;
  /** Where else a volume may lie. */
  furtherFolders(file: string): readonly string[];
}

/**
 * Finds volumes by name, first in the staging location, then in the further folders. That it is the right one shows in its page.
 * @param given folders that are known besides those that the set's own pages name
 */
export function createFileFinder(folder: string, given: readonly string[] = []): FileFinder {
  const known = new Map<string, readonly string[]>();
  const furtherFolders = (file: string): readonly string[] => {
    if (!volumeEnding.test(file)) return [];
    const baseName = file.replace(volumeEnding, '');
    const found = known.get(baseName) ?? [...new Set([...given, ...furtherFoldersOf(folder, baseName)])];
    known.set(baseName, found);
    return found;
  };
  return {
    furtherFolders,
    pathOf(file) {
      const own = join(folder, file);
      if (!volumeEnding.test(file) || existsSync(own)) return own;
      const elsewhere = furtherFolders(file).map((further) => join(further, file));
      return elsewhere.find((path) => existsSync(path)) ?? own;
    },
  };
}
