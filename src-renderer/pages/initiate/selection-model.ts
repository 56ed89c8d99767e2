import type { BackupItem, Exclusion } from '../../../src-shared/domain/initiate-draft.ts';
import { isAtOrBelow } from '../../components/paths.ts';

/** What is ticked in the tree: items, and what is left out below them. */
export interface Selection {
  readonly items: readonly BackupItem[];
  readonly exclusions: readonly Exclusion[];
}

export type CheckedState = boolean | 'mixed';

/** Paths directly below a folder, as far as the tree has read them. */
export type ChildrenOf = (path: string) => readonly string[];

/** True for an exclusion that a tick in the tree stands for; those by file type are edited in their own list. */
export function isWholeExclusion(exclusion: Exclusion): boolean {
  return exclusion.includeSubfolders && exclusion.fileTypes.length === 0;
}

const isBelow = (path: string, ancestor: string) => path !== ancestor && isAtOrBelow(path, ancestor);

function coveringExclusion(selection: Selection, path: string): Exclusion | undefined {
  return selection.exclusions.find(
    (exclusion) => isWholeExclusion(exclusion) && isAtOrBelow(path, exclusion.path),
  );
}

/** State of a box: ticked, empty, or mixed when something below differs. */
export function checkedState(selection: Selection, path: string): CheckedState {
  const isCovered = selection.items.some((item) => isAtOrBelow(path, item.path));
  if (isCovered && coveringExclusion(selection, path) === undefined) {
    return selection.exclusions.some((each) => isWholeExclusion(each) && isBelow(each.path, path))
      ? 'mixed'
      : true;
  }
  return !isCovered && selection.items.some((item) => isBelow(item.path, path)) ? 'mixed' : false;
}

function withoutExclusionsBelow(selection: Selection, path: string): readonly Exclusion[] {
  return selection.exclusions.filter((each) => !(isWholeExclusion(each) && isAtOrBelow(each.path, path)));
}

const wholeExclusion = (path: string): Exclusion => ({ path, includeSubfolders: true, fileTypes: [] });

/**
 * Ticks something below an excluded folder: the folder comes back, and everything beside the way to the ticked path is excluded
 * instead, so that only what was ticked changes.
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
  const isCovered = selection.items.some((each) => isAtOrBelow(item.path, each.path));
  if (!isCovered) {
    return {
      items: [...selection.items.filter((each) => !isBelow(each.path, item.path)), item],
      exclusions: withoutExclusionsBelow(selection, item.path),
    };
  }
  const excluded = coveringExclusion(selection, item.path);
  return {
    items: selection.items,
    exclusions:
      excluded === undefined
        ? withoutExclusionsBelow(selection, item.path)
        : reincluded(selection, excluded, item.path, childrenOf),
  };
}

/** The selection after a box was emptied: the item goes, or is excluded when a folder above it is an item. */
export function withUnticked(selection: Selection, path: string): Selection {
  const items = selection.items.filter((item) => !isAtOrBelow(item.path, path));
  const isStillCovered = items.some((item) => isAtOrBelow(path, item.path));
  const exclusions = selection.exclusions.filter((each) => !isAtOrBelow(each.path, path));
  return { items, exclusions: isStillCovered ? [...exclusions, wholeExclusion(path)] : exclusions };
}
