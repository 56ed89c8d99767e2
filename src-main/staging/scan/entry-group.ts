/** @file Worker thread: entries of which nothing needs a second thought, side by side. */
import type { ByteText } from '../format/byte-text.ts';
import { BatchState, stateWords } from './batch-state.ts';
import type { EntryState } from './entry-state.ts';
import { joinBytes } from './native-path.ts';
import type { SourceRoot } from './source-root.ts';

/** No name holds it. */
export const pathSeparator = '\0';
/** Kinds of entries that may be in a group, as a batch notes them; summed up they count files. */
export const plainTypes = { folder: 0, file: 1 } as const;
/** Fewer entries come one by one. */
export const leastGrouped = 16;
/** Larger files come one by one. */
const mostFileBytes = 4n * 1024n * 1024n;
/** About what a packing thread takes at a time. */
const mostGroupBytes = 16n * 1024n * 1024n;

const sizeWord = 0;
const deviceWord = 4;
const linksWord = 5;

/** End of the run of folders and small files with one name each that begins at `from`, all on one file system. */
export function endOfRun(types: Uint8Array, states: BigInt64Array, from: number): number {
  const device = states[from * stateWords + deviceWord];
  let bytes = 0n;
  for (let index = from; index < types.length; index += 1) {
    const at = index * stateWords;
    const type = types[index] ?? plainTypes.file + 1;
    if (type > plainTypes.file || states[at + deviceWord] !== device) return index;
    if (type === plainTypes.folder) continue;
    const size = states[at + sizeWord] ?? 0n;
    bytes += size;
    if (states[at + linksWord] !== 1n || size > mostFileBytes || bytes > mostGroupBytes) return index;
  }
  return types.length;
}

/**
 * Folders and small files as they follow each other in the walk, on one file system, read where they were selected. Tens of thousands
 * of entries wait during a backup for content and metadata; as objects of their own the collector of JavaScript would
 * copy them again and again, as columns they are next to nothing to it.
 */
export class EntryGroup {
  readonly type = 'group';
  readonly root: SourceRoot;
  /** Paths below the root, side by side. */
  readonly paths: string;
  readonly #types: Uint8Array;
  readonly #states: BigInt64Array;

  constructor(root: SourceRoot, types: Uint8Array, states: BigInt64Array, paths: string) {
    this.root = root;
    this.paths = paths;
    this.#types = types;
    this.#states = states;
  }

  get length(): number {
    return this.#types.length;
  }

  get device(): bigint {
    return this.stateOf(0).dev;
  }

  /** What stands before every path of the group to make it absolute. */
  get folder(): ByteText {
    return joinBytes(this.root.path, '');
  }

  /** How many of its entries are files. */
  get files(): number {
    return this.#types.reduce((sum, type) => sum + type, 0);
  }

  isFile(index: number): boolean {
    return this.#types[index] === plainTypes.file;
  }

  stateOf(index: number): EntryState {
    return new BatchState(this.#states, index);
  }
}
