/** @file Worker thread: what a walk met, some hundred events at a time, small enough to wait by the ten thousand and to travel between threads. */
import type { ByteText } from '../format/byte-text.ts';
import type { SpecialKind } from '../format/catalog-entry.ts';
import { BatchState, stateWords } from './batch-state.ts';
import { EntryGroup, endOfRun, leastGrouped, pathSeparator, plainTypes } from './entry-group.ts';
import type { EntryState } from './entry-state.ts';
import { joinBytes, type NativePath } from './native-path.ts';
import type { EntryEvent, ScanEvent } from './scan.ts';
import { readPathOf, type SourceRoot } from './source-root.ts';

type Unreadable = Extract<ScanEvent, { type: 'unreadable' }>;

/** What the backup meets next. */
export type ScanItem = ScanEvent | EntryGroup;

/** What only some events have. */
type Extra = SourceRoot | ByteText | SpecialKind | Pick<Unreadable, 'code' | 'reason'>;

/** Paths side by side in one text, states in one array; `extras` in order, for the events that have one. */
export interface EventBatch {
  readonly types: Uint8Array<ArrayBuffer>;
  readonly paths: string;
  readonly states: BigInt64Array<ArrayBuffer>;
  readonly extras: readonly Extra[];
  /** About what it takes of memory. */
  readonly sizeBytes: number;
}

const eventTypes = { ...plainTypes, link: 2, special: 3, root: 4, unreadable: 5 } as const;
const batchEvents = 512;

/** Gathers events; `excluded` ones are dropped. */
export class EventGatherer {
  #types = new Uint8Array(batchEvents);
  #states = new BigInt64Array(batchEvents * stateWords);
  #paths: ByteText[] = [];
  #extras: Extra[] = [];

  get isEmpty(): boolean {
    return this.#paths.length === 0;
  }

  /** @returns the batch when it is full */
  add(event: ScanEvent): EventBatch | undefined {
    switch (event.type) {
      case 'root':
        this.#put(eventTypes.root, '');
        this.#extras.push(event.root);
        break;
      case 'entry':
        this.#putEntry(event);
        break;
      case 'unreadable':
        this.#put(eventTypes.unreadable, event.path);
        this.#extras.push({ code: event.code, reason: event.reason });
        break;
      case 'excluded':
        return undefined;
    }
    return this.#paths.length === batchEvents ? this.take() : undefined;
  }

  /** What is gathered so far. */
  take(): EventBatch {
    const count = this.#paths.length;
    const paths = this.#paths.join(pathSeparator);
    const batch = {
      types: this.#types.slice(0, count),
      states: this.#states.slice(0, count * stateWords),
      paths,
      extras: this.#extras,
      sizeBytes: count * (stateWords * BigInt64Array.BYTES_PER_ELEMENT + 1) + paths.length,
    };
    this.#paths = [];
    this.#extras = [];
    return batch;
  }

  #put(type: number, path: ByteText): void {
    this.#types[this.#paths.length] = type;
    this.#paths.push(path);
  }

  #putEntry(event: EntryEvent): void {
    const { size, mtimeNs, ctimeNs, ino, dev, nlink, mode, uid, gid, blocks } = event.stat;
    const at = this.#paths.length * stateWords;
    this.#put(eventTypes[event.kind], event.path);
    const states = this.#states;
    states[at] = size;
    states[at + 1] = mtimeNs;
    states[at + 2] = ctimeNs;
    states[at + 3] = ino;
    states[at + 4] = dev;
    states[at + 5] = nlink;
    states[at + 6] = mode;
    states[at + 7] = uid;
    states[at + 8] = gid;
    states[at + 9] = blocks;
    if (event.kind === 'link') this.#extras.push(event.target);
    if (event.kind === 'special') this.#extras.push(event.specialKind);
  }
}

/** An entry out of a batch. What only some kinds have is undefined in the others. */
class BatchEntry {
  readonly type = 'entry';
  readonly #root: SourceRoot;
  readonly kind: EntryEvent['kind'];
  readonly path: ByteText;
  readonly stat: EntryState;
  readonly target: ByteText | undefined;
  readonly specialKind: SpecialKind | undefined;

  constructor(
    root: SourceRoot,
    kind: EntryEvent['kind'],
    path: ByteText,
    stat: EntryState,
    extra: Extra | undefined,
  ) {
    this.#root = root;
    this.kind = kind;
    this.path = path;
    this.stat = stat;
    this.target = kind === 'link' ? (extra as ByteText) : undefined;
    this.specialKind = kind === 'special' ? (extra as SpecialKind) : undefined;
  }

  get native(): NativePath {
    const root = this.#root;
    return readPathOf(root, root.kind === 'file' ? root.path : joinBytes(root.path, this.path));
  }
}

const kindsByType = ['folder', 'file', 'link', 'special'] as const;

/** Reads batches back, in order: the path for file calls hangs on the root that came last. */
export class EventReader {
  readonly #isGrouping: boolean;
  #root: SourceRoot | undefined;

  /** @param isGrouping plain entries come in groups */
  constructor(isGrouping = false) {
    this.#isGrouping = isGrouping;
  }

  read(batch: EventBatch): readonly ScanItem[] {
    const { types, paths, states, extras } = batch;
    if (types.length === 0) return [];
    const names = paths.split(pathSeparator);
    const items: ScanItem[] = [];
    let nextExtra = 0;
    for (let index = 0; index < names.length; ) {
      const group = this.#groupAt(index, names, batch);
      if (group !== undefined) {
        items.push(group);
        index += group.length;
        continue;
      }
      const type = types[index] ?? eventTypes.root;
      const extra = type <= eventTypes.file ? undefined : extras[nextExtra++];
      items.push(this.#eventOf(type, names[index] ?? '', new BatchState(states, index), extra));
      index += 1;
    }
    return items;
  }

  #groupAt(from: number, names: readonly string[], batch: EventBatch): EntryGroup | undefined {
    const root = this.#root;
    if (!this.#isGrouping || root === undefined || root.readPath !== root.path) return undefined;
    const { types, states, paths } = batch;
    const end = endOfRun(types, states, from);
    if (end - from < leastGrouped) return undefined;
    const isWhole = end - from === types.length;
    return new EntryGroup(
      root,
      types.subarray(from, end),
      states.subarray(from * stateWords, end * stateWords),
      isWhole ? paths : names.slice(from, end).join(pathSeparator),
    );
  }

  #eventOf(type: number, path: ByteText, state: EntryState, extra: Extra | undefined): ScanEvent {
    const kind = kindsByType[type];
    if (kind !== undefined) {
      if (this.#root === undefined) throw new Error('an entry came before its root');
      return new BatchEntry(this.#root, kind, path, state, extra) as EntryEvent;
    }
    if (type === eventTypes.root) {
      this.#root = extra as SourceRoot;
      return { type: 'root', root: this.#root };
    }
    return { type: 'unreadable', path, ...(extra as Pick<Unreadable, 'code' | 'reason'>) };
  }
}
