import { type ByteText, shownTextToBytes } from '../format/byte-text.ts';

/** Entries that were picked for a restore. */
export interface RestoreSelection {
  /** True when this very entry was picked, or everything. A root has the path ''. */
  isPicked(root: number, path: ByteText): boolean;
}

function key(root: number, path: ByteText): string {
  return path === '' ? `${root}` : `${root}/${path}`;
}

/** @param selection `PointEntry.path`s; empty means everything */
export function createSelection(selection: readonly string[]): RestoreSelection {
  if (selection.length === 0) return { isPicked: () => true };
  const picked = new Set(
    selection.map((shown) => {
      const bytes = shownTextToBytes(shown);
      return bytes.length > 1 && bytes.endsWith('/') ? bytes.slice(0, -1) : bytes;
    }),
  );
  return { isPicked: (root, path) => picked.has(key(root, path)) };
}
