import type { RecoverEntry } from '../../src-shared/contract/recover-calls.ts';
import type { PointEntry, PointEntryKind } from '../staging/staging-types.ts';

type ShownKind = RecoverEntry['kind'];
const kinds: readonly ShownKind[] = ['root', 'folder', 'file', 'link', 'other'];
const shownKinds: Readonly<Record<PointEntryKind, ShownKind>> = {
  root: 'root',
  folder: 'folder',
  file: 'file',
  link: 'link',
  hardLink: 'file',
  special: 'other',
  skipped: 'other',
};

export interface EntryList {
  readonly entries: readonly RecoverEntry[];
  readonly truncated: boolean;
}

/** How much of a catalog is shown; of one that claims more, the beginning. */
export interface IndexLimits {
  readonly entries: number;
  /** Of names, and of paths of folders. */
  readonly characters: number;
}

const usualLimits: IndexLimits = { entries: 16_000_000, characters: 512 * 1024 * 1024 };

/**
 * Catalog of one recovery point for browsing: built once, then every folder and every search is a look-up. Kept in columns, since an
 * object per entry would cost a gigabyte for five million files.
 */
export interface PointIndex {
  readonly size: number;
  /** What lies right below a path, folders first; the roots for an empty path. Truncated also where the index is. */
  children(path: string, limit: number): EntryList;
  /** Entries whose name holds a text, whatever its case, in catalog order. */
  search(text: string, limit: number): EntryList;
  /** Those of the paths that are not in the point, as far as that is known. */
  missing(paths: readonly string[]): readonly string[];
}

const nobody = -1;
const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers that grow without copying each one into an object. */
class Column {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }
  at(index: number): number {
    return this.#values[index] ?? nobody;
  }
  set(index: number, value: number): void {
    this.#values[index] = value;
  }
}

const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

class ColumnIndex implements PointIndex {
  readonly #names: string[] = [];
  readonly #parents = new Column();
  readonly #kinds = new Column();
  readonly #sizes = new Column();
  readonly #modified = new Column();
  readonly #firstChildren = new Column();
  readonly #lastChildren = new Column();
  readonly #nextSiblings = new Column();
  /** Only what can hold something: roots and folders. */
  readonly #folders = new Map<string, number>();
  readonly #roots: number[] = [];
  readonly #limits: IndexLimits;
  #characters = 0;
  #isCut = false;

  constructor(limits: IndexLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#names.length;
  }

  /** @returns false when there is no room for it, nor for any that follow */
  add(entry: PointEntry): boolean {
    const index = this.#names.length;
    const kind = shownKinds[entry.kind];
    const isHolder = kind === 'root' || kind === 'folder';
    this.#characters += entry.name.length + (isHolder ? entry.path.length : 0);
    this.#isCut ||= index >= this.#limits.entries || this.#characters > this.#limits.characters;
    if (this.#isCut) return false;
    const parent = kind === 'root' ? nobody : (this.#folders.get(parentPath(entry.path)) ?? nobody);
    this.#names.push(entry.name);
    this.#parents.push(parent);
    this.#kinds.push(kinds.indexOf(kind));
    this.#sizes.push(entry.sizeBytes);
    this.#modified.push(Date.parse(entry.modifiedAt));
    this.#firstChildren.push(nobody);
    this.#lastChildren.push(nobody);
    this.#nextSiblings.push(nobody);
    if (isHolder) this.#folders.set(entry.path, index);
    if (kind === 'root') this.#roots.push(index);
    else if (parent !== nobody) this.#append(parent, index);
    for (let above = parent; above !== nobody; above = this.#parents.at(above)) {
      this.#sizes.set(above, this.#sizes.at(above) + entry.sizeBytes);
    }
    return true;
  }

  #append(parent: number, index: number): void {
    const last = this.#lastChildren.at(parent);
    if (last === nobody) this.#firstChildren.set(parent, index);
    else this.#nextSiblings.set(last, index);
    this.#lastChildren.set(parent, index);
  }

  #childIndexes(path: string): number[] {
    if (path === '') return [...this.#roots];
    const folder = this.#folders.get(path);
    const found: number[] = [];
    if (folder === undefined) return found;
    let child = this.#firstChildren.at(folder);
    while (child !== nobody) {
      found.push(child);
      child = this.#nextSiblings.at(child);
    }
    return found;
  }

  /** A root is named by its number, everything else by the names above it. */
  #pathOf(index: number): string {
    const parts: string[] = [];
    for (let at = index; at !== nobody; at = this.#parents.at(at)) {
      const isRoot = this.#kindOf(at) === 'root';
      parts.push(isRoot ? String(this.#roots.indexOf(at)) : (this.#names[at] ?? ''));
    }
    return parts.reverse().join('/');
  }

  #kindOf(index: number): ShownKind {
    return kinds[this.#kinds.at(index)] ?? 'other';
  }

  #entry(index: number): RecoverEntry {
    const modified = new Date(this.#modified.at(index));
    const isDate = modified.getUTCFullYear() >= 0 && modified.getUTCFullYear() <= 9999;
    return {
      path: this.#pathOf(index),
      name: (this.#names[index] ?? '').slice(0, 4096),
      kind: this.#kindOf(index),
      sizeBytes: this.#sizes.at(index),
      modifiedAt: (isDate ? modified : new Date(0)).toISOString(),
      hasChildren: this.#firstChildren.at(index) !== nobody,
    };
  }

  children(path: string, limit: number): EntryList {
    const rank = (index: number): number => (this.#kindOf(index) === 'folder' ? 0 : 1);
    const indexes = this.#childIndexes(path);
    if (path !== '') {
      indexes.sort(
        (left, right) =>
          rank(left) - rank(right) || byName.compare(this.#names[left] ?? '', this.#names[right] ?? ''),
      );
    }
    const entries = indexes.slice(0, limit).map((index) => this.#entry(index));
    return { entries, truncated: this.#isCut || indexes.length > limit };
  }

  search(text: string, limit: number): EntryList {
    const wanted = text.normalize('NFC').toLowerCase();
    const entries: RecoverEntry[] = [];
    for (const [index, name] of this.#names.entries()) {
      if (!name.normalize('NFC').toLowerCase().includes(wanted)) continue;
      if (entries.length === limit) return { entries, truncated: true };
      entries.push(this.#entry(index));
    }
    return { entries, truncated: this.#isCut };
  }

  missing(paths: readonly string[]): readonly string[] {
    if (this.#isCut) return [];
    const namesBelow = new Map<string, Set<string>>();
    return paths.filter((path) => {
      if (this.#folders.has(path)) return false;
      const parent = parentPath(path);
      let names = namesBelow.get(parent);
      if (names === undefined) {
        names = new Set(this.#childIndexes(parent).map((index) => this.#names[index] ?? ''));
        namesBelow.set(parent, names);
      }
      return parent === '' || !names.has(path.slice(parent.length + 1));
    });
  }
}

/** Builds the index from a catalog; folders come before what is in them. */
export async function buildPointIndex(
  entries: AsyncIterable<PointEntry>,
  limits: IndexLimits = usualLimits,
): Promise<PointIndex> {
  const index = new ColumnIndex(limits);
  for await (const entry of entries) if (!index.add(entry)) break;
  return index;
}
