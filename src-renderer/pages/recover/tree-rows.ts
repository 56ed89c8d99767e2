import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import type { LoadedTree } from './selection.ts';

interface Place {
  readonly parentPath: string | undefined;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
}

export type TreeRow =
  | (Place & { readonly kind: 'entry'; readonly entry: RecoverEntry })
  /** Stands for entries that are loaded but not drawn yet. */
  | (Place & { readonly kind: 'more'; readonly folder: string; readonly hidden: number });

/** Entries of one folder that are drawn at first, and added by each "show more". */
export const entriesPerStep = 200;

export function canOpen(entry: Pick<RecoverEntry, 'kind' | 'hasChildren'>): boolean {
  return (entry.kind === 'root' || entry.kind === 'folder') && entry.hasChildren;
}

/**
 * Rows of the tree as they are drawn, top to bottom. Folders with thousands of entries show a first part and a row that brings
 * the next one.
 * @param shown how many entries of a folder are drawn, where it is more than the first step
 */
export function treeRows(
  tree: LoadedTree,
  open: ReadonlySet<string>,
  shown: ReadonlyMap<string, number>,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (folder: string, level: number): void => {
    const entries = tree.get(folder) ?? [];
    const limit = shown.get(folder) ?? entriesPerStep;
    const hidden = Math.max(0, entries.length - limit);
    const siblings = Math.min(limit, entries.length) + (hidden > 0 ? 1 : 0);
    const parentPath = folder === '' ? undefined : folder;
    for (const [index, entry] of entries.slice(0, limit).entries()) {
      rows.push({ kind: 'entry', entry, parentPath, level, position: index + 1, siblings });
      if (open.has(entry.path)) add(entry.path, level + 1);
    }
    if (hidden > 0)
      rows.push({ kind: 'more', folder, hidden, parentPath, level, position: siblings, siblings });
  };
  add('', 1);
  return rows;
}
