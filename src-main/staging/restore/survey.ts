/** @file Worker thread: first pass over a catalog: roots, totals of the selection, and files that hard links need. */
import type { ByteText } from '../format/byte-text.ts';
import type { CatalogEntry, RootLine } from '../format/catalog-entry.ts';
import type { RestoreSelection } from './selection.ts';
import { isInside } from './tree-path.ts';

export interface Survey {
  readonly roots: readonly RootLine[];
  readonly files: number;
  readonly bytes: number;
  /** `root:path` of files that selected hard links lead to. */
  readonly linkedFiles: ReadonlySet<string>;
}

export function linkKey(root: number, path: ByteText): string {
  return `${root}:${path}`;
}

/** Tells for entries in catalog order whether they are selected themselves or through a folder above. */
export function createSelectionFollower(
  selection: RestoreSelection,
): (root: number, path: ByteText) => boolean {
  let root = -1;
  let picked: ByteText | undefined;
  return (entryRoot, path) => {
    if (entryRoot !== root || (picked !== undefined && !isInside(path, picked))) picked = undefined;
    root = entryRoot;
    if (picked === undefined && selection.isPicked(entryRoot, path)) picked = path;
    return picked !== undefined;
  };
}

/** @param onBatch called now and then; may throw to stop */
export async function surveyCatalog(
  catalog: AsyncIterable<readonly CatalogEntry[]>,
  selection: RestoreSelection,
  onBatch: () => void,
): Promise<Survey> {
  const roots: RootLine[] = [];
  const linkedFiles = new Set<string>();
  const isSelected = createSelectionFollower(selection);
  let files = 0;
  let bytes = 0;
  for await (const entries of catalog) {
    onBatch();
    for (const entry of entries) {
      if (entry.kind === 'root') roots.push(entry);
      const root = roots.length - 1;
      if (!isSelected(root, entry.kind === 'root' ? '' : entry.path)) continue;
      if (entry.kind === 'file' || entry.kind === 'hardLink') files += 1;
      if (entry.kind === 'file') bytes += entry.size;
      if (entry.kind === 'hardLink') linkedFiles.add(linkKey(root, entry.linkTo));
    }
  }
  return { roots, files, bytes, linkedFiles };
}
