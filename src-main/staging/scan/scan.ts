/** @file Worker thread: walks the selection with synchronous calls, in catalog order, holding one folder's names per level. */
import { type BigIntStats, lstatSync, readlinkSync } from 'node:fs';
import type { ItemRule } from '../../../src-shared/domain/rules-of-items.ts';
import { type ByteText, textToBytes } from '../format/byte-text.ts';
import type { SpecialKind } from '../format/catalog-entry.ts';
import type { EntryState } from './entry-state.ts';
import type { ExclusionFrame, Exclusions } from './exclusions.ts';
import { joinBytes, listNames, type NativePath } from './native-path.ts';
import { readPathOf, type SourceRoot } from './source-root.ts';

/** What the walk meets. Paths are relative to the root; `native` is the absolute one for file calls, in a snapshot where there is one. */
export type ScanEvent =
  | { readonly type: 'root'; readonly root: SourceRoot }
  | EntryEvent
  | {
      readonly type: 'unreadable';
      readonly path: ByteText;
      readonly code: 'file.unreadable' | 'folder.unreadable' | 'file.vanished';
      readonly reason: string;
    }
  | { readonly type: 'excluded'; readonly bytes: number };

interface EntryBase {
  readonly type: 'entry';
  readonly path: ByteText;
  readonly native: NativePath;
  readonly stat: EntryState;
}
export type EntryEvent = EntryBase &
  (
    | { readonly kind: 'folder' | 'file' }
    | { readonly kind: 'link'; readonly target: ByteText }
    | { readonly kind: 'special'; readonly specialKind: SpecialKind }
  );

export interface ScanOptions {
  readonly exclusions: Exclusions;
  /** Folder that is never walked: the staging folder, whatever path leads to it. */
  readonly neverWalk: BigIntStats | undefined;
  /** Also walks what is excluded, for the estimate. */
  readonly countExcluded: boolean;
  /** Told of every file that a rule decides about: the place of the rule in the list of the job. */
  readonly onRule?: (index: number, bytes: number) => void;
}

interface Frame {
  readonly absolute: ByteText;
  readonly relative: ByteText;
  readonly names: readonly ByteText[];
  next: number;
  readonly rules: ExclusionFrame;
  /** The folder itself; undefined for a root. */
  readonly folder: EntryEvent | undefined;
}

interface Walk {
  readonly root: SourceRoot;
  readonly options: ScanOptions;
  /** Open folders, from the root down. */
  readonly stack: Frame[];
  /** Open folders that are left out as long as nothing in them is kept. */
  readonly unsaid: EntryEvent[];
}

/** Files that Windows itself keeps on a volume and nobody can read or wants back. */
const windowsVolumeNames = new Set([
  '$RECYCLE.BIN',
  'System Volume Information',
  'pagefile.sys',
  'hiberfil.sys',
  'swapfile.sys',
  'DumpStack.log.tmp',
]);

/** System error code, e.g. `EACCES`. */
export function failureReason(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message.slice(0, 200) : String(error);
}

function isMissing(error: unknown): boolean {
  return failureReason(error) === 'ENOENT' || failureReason(error) === 'ENOTDIR';
}

function specialKindOf(stat: BigIntStats): SpecialKind {
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return stat.isBlockDevice() ? 'blockDevice' : 'characterDevice';
}

function readTarget(native: NativePath): ByteText {
  return process.platform === 'win32'
    ? textToBytes(readlinkSync(native))
    : readlinkSync(native, { encoding: 'latin1' });
}

function describe(path: ByteText, native: NativePath, stat: BigIntStats): EntryEvent {
  const base = { type: 'entry', path, native, stat } as const;
  if (stat.isFile()) return { ...base, kind: 'file' };
  if (stat.isSymbolicLink()) return { ...base, kind: 'link', target: readTarget(native) };
  if (stat.isDirectory()) return { ...base, kind: 'folder' };
  return { ...base, kind: 'special', specialKind: specialKindOf(stat) };
}

function unreadable(path: ByteText, error: unknown, kind: 'file' | 'folder'): ScanEvent {
  const code = isMissing(error) ? 'file.vanished' : `${kind}.unreadable`;
  return { type: 'unreadable', path, code, reason: failureReason(error) } as ScanEvent;
}

function isSame(left: EntryState, right: EntryState | undefined): boolean {
  return right !== undefined && left.ino === right.ino && left.dev === right.dev;
}

/** Folders that something kept lies in, then the entry itself. */
function* say(walk: Walk, event: EntryEvent): Generator<ScanEvent> {
  if (walk.unsaid.length > 0) yield* walk.unsaid.splice(0);
  yield event;
}

/** Lists a folder. @throws the system's error */
function openFrame(
  walk: Walk,
  absolute: ByteText,
  relative: ByteText,
  rules: ExclusionFrame,
  folder: EntryEvent | undefined,
): Frame {
  const names = listNames(readPathOf(walk.root, absolute));
  return { absolute, relative, names, next: 0, rules, folder };
}

function* scanFolder(
  walk: Walk,
  event: EntryEvent,
  absolute: ByteText,
  rules: ExclusionFrame,
): Generator<ScanEvent> {
  const { root, options, stack } = walk;
  if (isSame(event.stat, options.neverWalk) || (!rules.isWalked && !options.countExcluded)) return;
  const isMount = root.oneFileSystem && event.stat.dev !== root.stat.dev;
  try {
    if (!isMount) stack.push(openFrame(walk, absolute, event.path, rules, event));
  } catch (error) {
    if (rules.isWalked) yield unreadable(event.path, error, 'folder');
    return;
  }
  if (!rules.isLeftOut) yield* say(walk, event);
  else if (!isMount) walk.unsaid.push(event);
}

function* scanEntry(walk: Walk, frame: Frame, name: ByteText): Generator<ScanEvent> {
  const { root, options } = walk;
  const isTop = frame.relative === '';
  if (isTop && root.oneFileSystem && windowsVolumeNames.has(name)) return;
  const path = joinBytes(frame.relative, name);
  const absolute = joinBytes(frame.absolute, name);
  let event: EntryEvent;
  try {
    const native = readPathOf(root, absolute);
    event = describe(path, native, lstatSync(native, { bigint: true }));
  } catch (error) {
    const rule = options.exclusions.ruleOf(name, frame.rules);
    if (rule === undefined || rule.keeps) yield unreadable(path, error, 'file');
    return;
  }
  if (event.kind === 'folder') {
    if (isTop && !root.inSubfolders) return;
    yield* scanFolder(walk, event, absolute, options.exclusions.enter(name, frame.rules));
    return;
  }
  const rule = options.exclusions.ruleOf(name, frame.rules);
  if (rule === undefined) yield event;
  else yield* sayRuled(walk, event, rule);
}

/** A file or link that a rule decides about. */
function* sayRuled(walk: Walk, event: EntryEvent, rule: ItemRule): Generator<ScanEvent> {
  const bytes = event.kind === 'file' ? Number(event.stat.size) : 0;
  walk.options.onRule?.(rule.index, bytes);
  if (rule.keeps) yield* say(walk, event);
  else yield { type: 'excluded', bytes };
}

function closeFrame({ stack, unsaid }: Walk): void {
  const frame = stack.pop();
  if (unsaid.length > 0 && unsaid.at(-1) === frame?.folder) unsaid.pop();
}

function* scanFolders(root: SourceRoot, options: ScanOptions): Generator<ScanEvent> {
  const stack: Frame[] = [];
  const walk: Walk = { root, options, stack, unsaid: [] };
  try {
    stack.push(openFrame(walk, root.path, '', options.exclusions.start(root.path), undefined));
  } catch (error) {
    yield unreadable('', error, 'folder');
  }
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const name = frame.names[frame.next];
    frame.next += 1;
    if (name === undefined) closeFrame(walk);
    else yield* scanEntry(walk, frame, name);
  }
}

/**
 * Walks the roots: a root event, then what is below it, folders before their content, siblings by the bytes of their names.
 * Trouble with one entry is an event of its own; the walk goes on.
 */
export function* scan(roots: readonly SourceRoot[], options: ScanOptions): Generator<ScanEvent> {
  for (const root of roots) {
    yield { type: 'root', root };
    if (root.kind === 'folder') {
      yield* scanFolders(root, options);
      continue;
    }
    const name = root.path.slice(root.path.lastIndexOf('/') + 1);
    const native = readPathOf(root, root.path);
    try {
      const event = describe(name, native, lstatSync(native, { bigint: true }));
      const rule = options.exclusions.ruleOfItem(root.path);
      if (rule === undefined) yield event;
      else yield* sayRuled({ root, options, stack: [], unsaid: [] }, event, rule);
    } catch (error) {
      yield unreadable(name, error, 'file');
    }
  }
}
