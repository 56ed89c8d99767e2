/** @file Worker thread: checks the selection before anything is read. */
import { type BigIntStats, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { RootKind } from '../format/catalog-entry.ts';
import { createExclusions, isInside, isLeftOut } from './exclusions.ts';
import { bytesFromNative } from './native-path.ts';

/** A selected item that is there. */
export interface SourceRoot {
  /** Absolute path as selected. */
  readonly path: ByteText;
  readonly kind: RootKind;
  /** A volume is walked on its own file system only. */
  readonly oneFileSystem: boolean;
  readonly stat: BigIntStats;
}

function openItem(item: BackupItem): SourceRoot {
  const path = resolve(item.path);
  let stat: BigIntStats;
  try {
    stat = statSync(path, { bigint: true });
  } catch (error) {
    throw new AppError({
      kind: 'environment',
      code: 'staging.sourceGone',
      params: { path },
      field: 'draft.items',
      cause: error,
    });
  }
  return {
    path: bytesFromNative(path),
    kind: stat.isDirectory() ? 'folder' : 'file',
    oneFileSystem: item.kind === 'volume',
    stat,
  };
}

/**
 * Roots of a selection in its order, without items that lie inside another item.
 * @throws AppError `staging.noSource`, `staging.sourceGone`
 */
export function openSourceRoots(
  items: readonly BackupItem[],
  exclusionList: readonly Exclusion[],
): readonly SourceRoot[] {
  if (items.length === 0)
    throw new AppError({ kind: 'user', code: 'staging.noSource', field: 'draft.items' });
  const exclusions = createExclusions(exclusionList);
  const roots = items.map(openItem);
  const isCovered = (root: SourceRoot, index: number): boolean =>
    roots.some(
      (other, otherIndex) =>
        otherIndex !== index &&
        other.kind === 'folder' &&
        isInside(root.path, other.path) &&
        (root.path !== other.path || otherIndex < index) &&
        !isLeftOut(root.path, exclusions),
    );
  const isRepeated = (root: SourceRoot, index: number): boolean =>
    roots.findIndex((other) => other.path === root.path) < index;
  return roots.filter((root, index) => !isCovered(root, index) && !isRepeated(root, index));
}

/**
 * Refuses a staging folder that the selection would back up into itself.
 * @throws AppError `staging.insideSource`
 */
export function refuseStagingInsideSource(
  roots: readonly SourceRoot[],
  exclusionList: readonly Exclusion[],
  stagingPath: string,
): void {
  const exclusions = createExclusions(exclusionList);
  const staging = [...new Set([resolve(stagingPath), realpathSync(stagingPath)])].map(bytesFromNative);
  for (const root of roots) {
    const native = Buffer.from(root.path, 'latin1').toString('utf8');
    const outer = [root.path, bytesFromNative(realpathSync(native))];
    const isWithin = staging.some((inner) => outer.some((folder) => isInside(inner, folder)));
    if (isWithin && !staging.some((path) => isLeftOut(path, exclusions))) {
      throw new AppError({
        kind: 'user',
        code: 'staging.insideSource',
        params: { path: stagingPath, source: native },
        field: 'draft.offlineDetails.stagingLocation',
      });
    }
  }
}
