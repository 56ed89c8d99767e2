/** @file Worker thread: the catalog of the previous recovery point, read once along with the walk over the source. */
import { type ByteText, comparePaths } from '../format/byte-text.ts';
import type { CatalogEntry, RootLine } from '../format/catalog-entry.ts';
import type { KeptLine } from './previous-lines.ts';

export interface PreviousCatalog {
  /** Goes to the root with this path; `find` then answers for what is below it. @returns its line, when there is one */
  enterRoot(path: ByteText): Promise<RootLine | undefined>;
  /** Entry with this path. Paths have to come in catalog order. A promise only when more has to be read. */
  find(path: ByteText): CatalogEntry | undefined | Promise<CatalogEntry | undefined>;
  /** Copies the line of a file that still holds; `find` serves when there is none. Absent where lines have to be looked at. */
  takeLine?(path: ByteText, head: string, tail: string): KeptLine | undefined;
  /** Copies the line of a folder that still holds. One that begins alike is passed. */
  takeFolder?(path: ByteText, head: string, tail: string): KeptLine | undefined;
  close(): Promise<void>;
}

/** @param open starts the catalog from its beginning; called again when roots come in another order than before */
export function createPreviousCatalog(open: () => AsyncGenerator<readonly CatalogEntry[]>): PreviousCatalog {
  let batches = open();
  let batch: readonly CatalogEntry[] = [];
  let index = 0;
  let isAtEnd = false;
  let isInRoot = false;
  const fill = async (): Promise<boolean> => {
    while (index >= batch.length && !isAtEnd) {
      const next = await batches.next();
      isAtEnd = next.done === true;
      batch = next.done === true ? [] : next.value;
      index = 0;
    }
    return !isAtEnd;
  };
  const restart = async (): Promise<void> => {
    await batches.return(undefined);
    batches = open();
    batch = [];
    index = 0;
    isAtEnd = false;
  };
  const seekRoot = async (path: ByteText): Promise<RootLine | undefined> => {
    for (; await fill(); index += 1) {
      const entry = batch[index];
      if (entry?.kind === 'root' && entry.path === path) {
        index += 1;
        return entry;
      }
    }
    return undefined;
  };
  /** Undefined: more has to be read. */
  const search = (path: ByteText): { readonly entry: CatalogEntry | undefined } | undefined => {
    for (; index < batch.length; index += 1) {
      const entry = batch[index];
      if (entry === undefined || entry.kind === 'root') return { entry: undefined };
      const order = comparePaths(entry.path, path);
      if (order === 0) return { entry };
      if (order > 0) return { entry: undefined };
    }
    return undefined;
  };
  const searchOn = async (path: ByteText): Promise<CatalogEntry | undefined> => {
    while (await fill()) {
      const found = search(path);
      if (found !== undefined) return found.entry;
    }
    return undefined;
  };
  return {
    async enterRoot(path) {
      let found = await seekRoot(path);
      if (found === undefined) {
        await restart();
        found = await seekRoot(path);
      }
      isInRoot = found !== undefined;
      return found;
    },
    find(path) {
      if (!isInRoot) return undefined;
      const found = search(path);
      return found === undefined ? searchOn(path) : found.entry;
    },
    close: async () => {
      await batches.return(undefined);
    },
  };
}
