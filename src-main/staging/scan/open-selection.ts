/** @file Worker thread: a selection made ready for the walk. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import type { TaskWarning } from '../../../src-shared/domain/tasks.ts';
import { bytesToShownText } from '../format/byte-text.ts';
import { createExclusions } from './exclusions.ts';
import type { ScanOptions } from './scan.ts';
import {
  openSourceRoots,
  type ReadPaths,
  refuseStagingInsideSource,
  type SourceRoot,
} from './source-root.ts';

/** What is backed up and what is left out below it. */
export interface Selection {
  readonly items: readonly BackupItem[];
  readonly exclusions: readonly Exclusion[];
  /** Where items are found in snapshots of their volumes; absent: all are read as they are. */
  readonly readPaths?: ReadPaths;
}

/** What a walk needs. */
export interface OpenSelection {
  readonly roots: readonly SourceRoot[];
  readonly scanOptions: ScanOptions;
}

/**
 * @param outputFolder is never walked
 * @throws AppError `staging.noSource`, `staging.sourceGone`, `staging.insideSource`
 */
export function openSelection(
  { items, exclusions, readPaths }: Selection,
  outputFolder: string,
): OpenSelection {
  const roots = openSourceRoots(items, exclusions, readPaths);
  refuseStagingInsideSource(roots, exclusions, outputFolder);
  const neverWalk = statSync(outputFolder, { bigint: true });
  return {
    roots,
    scanOptions: { exclusions: createExclusions(exclusions), neverWalk, countExcluded: false },
  };
}

/** Warnings about roots that could not be looked at in their snapshot and are read as they are. */
export function unreadSnapshots(roots: readonly SourceRoot[], readPaths: ReadPaths): readonly TaskWarning[] {
  return roots
    .filter(({ path, readPath }) => path === readPath)
    .map(({ path }) => bytesToShownText(path))
    .filter((path) => readPaths[resolve(path)] !== undefined)
    .map((path) => ({ code: 'snapshot.failed', path, reason: 'unreadable' }));
}
