import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { isAtOrBelow, parentPath } from '../../components/paths.ts';

/** What is ticked in the tree: items, and what is left out below them. */
export interface Selection {
  readonly items: readonly BackupItem[];
  readonly exclusions: readonly Exclusion[];
}

export type CheckedState = boolean | 'mixed';

/** Paths directly below a folder, as far as the tree has read them. */
export type ChildrenOf = (path: string) => readonly string[];

const isKeep = ({ effect }: Exclusion) => effect === 'keep';

/** True for a rule about a path with everything below it; rules about types and names are edited in their own list. */
function isWholeRule({ includeSubfolders, fileTypes, patterns = [] }: Exclusion): boolean {
  return includeSubfolders && fileTypes.length === 0 && patterns.length === 0;
}

/** True for an exclusion that a tick in the tree stands for. */
export function isWholeExclusion(exclusion: Exclusion): boolean {
  return isWholeRule(exclusion) && !isKeep(exclusion);
}

const isBelow = (path: string, ancestor: string) => path !== ancestor && isAtOrBelow(path, ancestor);
const isSamePath = (left: string, right: string) => isAtOrBelow(left, right) && isAtOrBelow(right, left);

/** The one with the longest path; of several the last. All lie at or above one path. */
function nearest<Placed extends { readonly path: string }>(above: readonly Placed[]): Placed | undefined {
  return above.reduce<Placed | undefined>(
    (found, each) => (found === undefined || isAtOrBelow(each.path, found.path) ? each : found),
    undefined,
  );
}

/** An item without its subfolders holds itself and the files right in it. */
function holds(item: BackupItem, path: string, kind: 'file' | 'folder'): boolean {
  if (!isAtOrBelow(path, item.path)) return false;
  if (item.includeSubfolders !== false || isSamePath(path, item.path)) return true;
  return kind === 'file' && isSamePath(parentPath(path) ?? '', item.path);
}

function coveringItem(selection: Selection, path: string, kind: 'file' | 'folder'): BackupItem | undefined {
  return nearest(selection.items.filter((item) => holds(item, path, kind)));
}

/** The exclusion that empties the box of a path; a tick that is nearer, or a rule that keeps it, outdoes it. */
function coveringExclusion(selection: Selection, path: string, item: BackupItem): Exclusion | undefined {
  const rule = nearest(
    selection.exclusions.filter((each) => isWholeRule(each) && isAtOrBelow(path, each.path)),
  );
  const counts = rule !== undefined && !isKeep(rule) && isAtOrBelow(rule.path, item.path);
  return counts ? rule : undefined;
}

/** State of a box: ticked, empty, or mixed when something below differs. */
export function checkedState(
  selection: Selection,
  path: string,
  kind: 'file' | 'folder' = 'folder',
): CheckedState {
  const { items, exclusions } = selection;
  const item = coveringItem(selection, path, kind);
  if (item !== undefined && coveringExclusion(selection, path, item) === undefined) {
    const isPart = kind === 'folder' && item.includeSubfolders === false;
    return isPart || exclusions.some((each) => isWholeExclusion(each) && isBelow(each.path, path))
      ? 'mixed'
      : true;
  }
  const isKeptBelow =
    item !== undefined && exclusions.some((each) => isKeep(each) && isAtOrBelow(each.path, path));
  return isKeptBelow || items.some((each) => isBelow(each.path, path)) ? 'mixed' : false;
}

function withoutExclusionsBelow(selection: Selection, path: string): readonly Exclusion[] {
  return selection.exclusions.filter((each) => !(isWholeExclusion(each) && isAtOrBelow(each.path, path)));
}

const wholeExclusion = (path: string): Exclusion => ({ path, includeSubfolders: true, fileTypes: [] });

/**
 * Ticks something below an excluded folder: the folder comes back, and everything beside the way to the ticked path is excluded
 * instead, so that only what was ticked changes, and rules about types and names still hold for it.
 */
function reincluded(
  selection: Selection,
  excluded: Exclusion,
  path: string,
  childrenOf: ChildrenOf,
): readonly Exclusion[] {
  const siblings: Exclusion[] = [];
  let folder: string | undefined = excluded.path;
  while (folder !== undefined && folder !== path) {
    const children: readonly string[] = childrenOf(folder);
    siblings.push(...children.filter((child) => !isAtOrBelow(path, child)).map(wholeExclusion));
    folder = children.find((child) => isAtOrBelow(path, child));
  }
  const others = selection.exclusions.filter((each) => each !== excluded);
  return [...withoutExclusionsBelow({ ...selection, exclusions: others }, path), ...siblings];
}

/** The selection after a box was ticked. */
export function withTicked(selection: Selection, item: BackupItem, childrenOf: ChildrenOf): Selection {
  const covering = coveringItem(selection, item.path, item.kind === 'file' ? 'file' : 'folder');
  const isPart = covering?.includeSubfolders === false && item.kind !== 'file';
  if (covering === undefined || isPart) {
    return {
      items: [...selection.items.filter((each) => !isAtOrBelow(each.path, item.path)), item],
      exclusions: withoutExclusionsBelow(selection, item.path),
    };
  }
  const excluded = coveringExclusion(selection, item.path, covering);
  return {
    items: selection.items,
    exclusions:
      excluded === undefined
        ? withoutExclusionsBelow(selection, item.path)
        : reincluded(selection, excluded, item.path, childrenOf),
  };
}

/** The selection after a box was emptied: the item goes, or is excluded when a folder above it is an item. */
export function withUnticked(
  selection: Selection,
  path: string,
  kind: 'file' | 'folder' = 'folder',
): Selection {
  const items = selection.items.filter((item) => !isAtOrBelow(item.path, path));
  const isStillCovered = items.some((item) => holds(item, path, kind));
  const exclusions = selection.exclusions.filter((each) => !isAtOrBelow(each.path, path));
  return { items, exclusions: isStillCovered ? [...exclusions, wholeExclusion(path)] : exclusions };
}

/** The selection with or without the folders below an item. With them, items that were ticked below it are part of it. */
export function withSubfolders(selection: Selection, path: string, includesThem: boolean): Selection {
  const kept = selection.items.filter((each) => !includesThem || !isBelow(each.path, path));
  return {
    exclusions: selection.exclusions,
    items: kept.map(({ includeSubfolders, ...item }) => {
      const has = item.path === path ? includesThem : includeSubfolders !== false;
      return has ? item : { ...item, includeSubfolders: false };
    }),
  };
}
