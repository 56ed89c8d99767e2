/** @file Worker thread: a selection made ready for the walk. */
import { statSync } from 'node:fs';
import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { createExclusions } from './exclusions.ts';
import type { ScanOptions } from './scan.ts';
import { openSourceRoots, refuseStagingInsideSource, type SourceRoot } from './source-root.ts';

/** What is backed up and what is left out below it. */
export interface Selection {
  readonly items: readonly BackupItem[];
  readonly exclusions: readonly Exclusion[];
}

/**
 * @param outputFolder is never walked
 * @throws AppError `staging.noSource`, `staging.sourceGone`, `staging.insideSource`
 */
export function openSelection(
  { items, exclusions }: Selection,
  outputFolder: string,
): { readonly roots: readonly SourceRoot[]; readonly scanOptions: ScanOptions } {
  const roots = openSourceRoots(items, exclusions);
  refuseStagingInsideSource(roots, exclusions, outputFolder);
  const neverWalk = statSync(outputFolder, { bigint: true });
  return {
    roots,
    scanOptions: { exclusions: createExclusions(exclusions), neverWalk, countExcluded: false },
  };
}
