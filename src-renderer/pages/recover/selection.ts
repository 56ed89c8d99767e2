import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';

/** Separator of recovery paths on every system: `0/photos/a.jpg`. */
const separator = '/';

/** Entries of the tree that were loaded so far, by the path of their folder; the roots stand under the empty path. */
export type LoadedTree = ReadonlyMap<string, readonly RecoverEntry[]>;

/**
 * Chosen paths with what is known of them. A chosen folder means everything below it, so no path in here lies below another one.
 */
export type Selection = ReadonlyMap<string, RecoverEntry>;
export type Mark = 'all' | 'some' | 'none';

export const emptySelection: Selection = new Map();

export function parentOf(path: string): string | undefined {
  if (path === '') return undefined;
  const end = path.lastIndexOf(separator);
  return end < 0 ? '' : path.slice(0, end);
}

/** A path as the operator knows it: the root's number gives way to the name of the root. */
export function shownPath(path: string, tree: LoadedTree): string {
  const root = (tree.get('') ?? []).find((entry) => path === entry.path || isBelow(path, entry.path));
  return root === undefined ? path : `${root.name}${path.slice(root.path.length)}`;
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' ? path !== '' : path.startsWith(`${folder}${separator}`);
}

/** The chosen folder that an entry comes along with; absent when it is not inside one. */
export function chosenAncestor(path: string, selection: Selection): string | undefined {
  for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
    if (selection.has(folder)) return folder;
  }
  return undefined;
}

export function markOf(path: string, selection: Selection): Mark {
  if (selection.has(path) || chosenAncestor(path, selection) !== undefined) return 'all';
  for (const chosen of selection.keys()) if (isBelow(chosen, path)) return 'some';
  return 'none';
}

/** Adds an entry; what was chosen below it is in it now. Siblings that are all chosen fold into their folder. */
function chooseEntry(entry: RecoverEntry, selection: Selection, tree: LoadedTree): Selection {
  const next = new Map([...selection].filter(([path]) => !isBelow(path, entry.path)));
  next.set(entry.path, entry);
  const folderPath = parentOf(entry.path);
  if (folderPath === undefined || folderPath === '') return next;
  const siblings = tree.get(folderPath) ?? [];
  const folder = (tree.get(parentOf(folderPath) ?? '') ?? []).find(({ path }) => path === folderPath);
  const isWhole = siblings.length > 0 && siblings.every(({ path }) => next.has(path));
  return folder !== undefined && isWhole ? chooseEntry(folder, next, tree) : next;
}

/** Takes an entry out. Inside a chosen folder, the folder is replaced by everything in it but this entry, level by level. */
function dropEntry(entry: RecoverEntry, selection: Selection, tree: LoadedTree): Selection {
  const ancestor = chosenAncestor(entry.path, selection);
  const next = new Map([...selection].filter(([path]) => path !== entry.path && !isBelow(path, entry.path)));
  if (ancestor === undefined) return next;
  next.delete(ancestor);
  for (let folder = parentOf(entry.path), kept = entry.path; folder !== undefined; ) {
    for (const sibling of tree.get(folder) ?? []) if (sibling.path !== kept) next.set(sibling.path, sibling);
    if (folder === ancestor) break;
    kept = folder;
    folder = parentOf(folder);
  }
  return next;
}

/** True when every folder between the entry and its chosen folder was loaded, so that it can be left out on its own. */
export function canDrop(path: string, selection: Selection, tree: LoadedTree): boolean {
  const ancestor = chosenAncestor(path, selection);
  if (ancestor === undefined) return true;
  for (let folder = parentOf(path); folder !== undefined; folder = parentOf(folder)) {
    if (!tree.has(folder)) return false;
    if (folder === ancestor) return true;
  }
  return false;
}

/** Chooses an entry that is not chosen in full, takes it out when it is. */
export function toggleEntry(entry: RecoverEntry, selection: Selection, tree: LoadedTree): Selection {
  return markOf(entry.path, selection) === 'all'
    ? dropEntry(entry, selection, tree)
    : chooseEntry(entry, selection, tree);
}

export interface SelectionSize {
  readonly entries: number;
  readonly bytes: number;
}

export function selectionSize(selection: Selection): SelectionSize {
  let bytes = 0;
  for (const { sizeBytes } of selection.values()) bytes += sizeBytes;
  return { entries: selection.size, bytes };
}
