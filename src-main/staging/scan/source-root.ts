/** @file Worker thread: checks the selection before anything is read. */
import { type BigIntStats, readdirSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ByteText } from '../format/byte-text.ts';
import type { RootKind } from '../format/catalog-entry.ts';
import { createExclusions, type Exclusions, isInside, isLeftOut, reaches } from './exclusions.ts';
import { bytesFromNative, type NativePath, nativeFromBytes } from './native-path.ts';

/** A selected item that is there. */
export interface SourceRoot {
  /** Absolute path as selected. Catalog, rules and warnings know only this one. */
  readonly path: ByteText;
  /** Where it is read: the same, or its place in a snapshot. */
  readonly readPath: ByteText;
  readonly kind: RootKind;
  /** A volume is walked on its own file system only. */
  readonly oneFileSystem: boolean;
  /** False: only the files right in it. */
  readonly inSubfolders: boolean;
  readonly stat: BigIntStats;
}

/** Where items are read instead, by their absolute path; items that are read as they are have none. */
export type ReadPaths = Readonly<Record<string, string>>;

/** Path of an entry of this root for file calls. */
export function readPathOf(root: SourceRoot, absolute: ByteText): NativePath {
  return nativeFromBytes(
    root.readPath === root.path ? absolute : root.readPath + absolute.slice(root.path.length),
  );
}

function sourceGone(path: string, cause?: unknown): AppError {
  return new AppError({
    kind: 'environment',
    code: 'staging.sourceGone',
    params: { path },
    field: 'draft.items',
    cause,
  });
}

interface FoundItem {
  readonly readPath: string;
  readonly stat: BigIntStats;
}

/**
 * The item in its snapshot; undefined when it cannot be read there. The root of a snapshot of Windows can be listed, by its last
 * backslash, but not be looked at, since Node takes that away: what the volume itself says stands for it.
 */
function findInSnapshot(path: string, readPath: string | undefined): FoundItem | undefined {
  if (readPath === undefined) return undefined;
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat?.isDirectory() !== true) return { readPath, stat: statSync(readPath, { bigint: true }) };
    readdirSync(readPath);
    return { readPath, stat };
  } catch {
    return undefined;
  }
}

function findAsItIs(path: string): FoundItem {
  try {
    return { readPath: path, stat: statSync(path, { bigint: true }) };
  } catch (error) {
    throw sourceGone(path, error);
  }
}

/** @returns undefined where nothing can be looked at */
function deviceOf(path: ByteText): bigint | undefined {
  try {
    return statSync(nativeFromBytes(path), { bigint: true }).dev;
  } catch {
    return undefined;
  }
}

function canList(folder: ByteText): boolean {
  try {
    readdirSync(nativeFromBytes(folder));
    return true;
  } catch {
    return false;
  }
}

/** A ticked file that was deleted leaves its folder behind; a disk that is gone leaves neither, or a folder of another disk. */
function isStillThere({ path, readPath, kind, stat }: SourceRoot): boolean {
  const folderOf = (file: ByteText): ByteText => file.slice(0, file.lastIndexOf('/') + 1);
  if (readPath !== path) return canList(kind === 'folder' ? readPath : folderOf(readPath));
  return deviceOf(path) === stat.dev || (kind === 'file' && deviceOf(folderOf(path)) === stat.dev);
}

function openItem(item: BackupItem, readPaths: ReadPaths): SourceRoot {
  const path = resolve(item.path);
  // A snapshot that cannot be read is no reason to leave something out.
  const { readPath, stat } = findInSnapshot(path, readPaths[path]) ?? findAsItIs(path);
  return {
    path: bytesFromNative(path),
    readPath: bytesFromNative(readPath),
    kind: stat.isDirectory() ? 'folder' : 'file',
    oneFileSystem: item.kind === 'volume',
    inSubfolders: item.includeSubfolders !== false,
    stat,
  };
}

const isSame = (left: ByteText, right: ByteText): boolean => isInside(left, right) && isInside(right, left);

/** True when the walk of another root brings all that this one would. */
function isCovered(root: SourceRoot, other: SourceRoot, isEarlier: boolean, exclusions: Exclusions): boolean {
  if (isSame(root.path, other.path)) {
    return root.inSubfolders === other.inSubfolders ? isEarlier : other.inSubfolders;
  }
  return other.kind === 'folder' && isInside(root.path, other.path) && reaches(other, root, exclusions);
}

/**
 * Roots of a selection in its order, without items that lie inside another item.
 * @param readPaths where items are found in snapshots of their volumes
 * @throws AppError `staging.noSource`, `staging.sourceGone`
 */
export function openSourceRoots(
  items: readonly BackupItem[],
  exclusionList: readonly Exclusion[],
  readPaths: ReadPaths = {},
): readonly SourceRoot[] {
  if (items.length === 0)
    throw new AppError({ kind: 'user', code: 'staging.noSource', field: 'draft.items' });
  const exclusions = createExclusions(exclusionList);
  const roots = items.map((item) => openItem(item, readPaths));
  return roots.filter(
    (root, index) =>
      !roots.some(
        (other, otherIndex) => otherIndex !== index && isCovered(root, other, otherIndex < index, exclusions),
      ),
  );
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
    const holds = root.inSubfolders ? isInside : isSame;
    const isWithin = staging.some((inner) => outer.some((folder) => holds(inner, folder)));
    if (isWithin && !staging.some((path) => isLeftOut(path, root.path, exclusions))) {
      throw new AppError({
        kind: 'user',
        code: 'staging.insideSource',
        params: { path: stagingPath, source: native },
        field: 'draft.offlineDetails.stagingLocation',
      });
    }
  }
}

/**
 * Looks once more at what was walked: a disk that was pulled out or a share that dropped leaves nothing, or another folder,
 * at the same path. What could not be read below it is then not what the source lacks.
 * @throws AppError `staging.sourceGone`
 */
export function requireRootsStillThere(roots: readonly SourceRoot[]): void {
  for (const root of roots) {
    if (!isStillThere(root)) throw sourceGone(nativeFromBytes(root.path).toString());
  }
}
