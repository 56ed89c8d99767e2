/** @file Worker thread: the folders from a root down to the current entry, made when something in them is restored. */
import { type BigIntStats, mkdirSync, readdirSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import type { EntryAttributes } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { createAttributeBudget } from './attribute-budget.ts';
import { setFolderAttributes } from './attributes.ts';
import { type ClaimedNames, createClaimedNames, createNameBudget } from './claimed-names.ts';
import { restorableValues } from './entry-extras.ts';
import { onTarget, TargetError } from './file-writer.ts';
import type { LateMetadata } from './late-metadata.ts';
import { statIfThere } from './place.ts';
import { isInside, nameIn } from './tree-path.ts';

export interface FolderFrame {
  /** '' for a root. Paths are made of these: of folders within each other, each with its own path, a deep tree would cost gigabytes. */
  readonly name: ByteText;
  /** Of its line in the catalog. */
  readonly ordinal: number;
  /** Only what is set in the end. */
  readonly attributes: EntryAttributes;
  readonly parent: FolderFrame | undefined;
  /** What this restore made in here. */
  readonly claimed: ClaimedNames;
  /** Absolute path, once the folder is there. */
  target: ByteText | undefined;
  /** Attributes are set only on folders that this restore made. */
  isOwn: boolean;
  /** Made in this very run. */
  isNew: boolean;
  refusal: string | undefined;
  /** Entries in here, folders too, that are not finished; the walk through it counts as one. */
  open: number;
}

export interface FolderEvents {
  /** Told about folders whose attributes could not be set. */
  readonly onAttributeFailure: (path: ByteText, reason: string) => void;
  /** Told that a root's folder is there, before anything is made in it. */
  readonly onRoot: (folder: ByteText) => Promise<void>;
  /** Asked before what another run may have made is taken for somebody else's; told before a folder is made. */
  readonly wasMade: (ordinal: number) => boolean;
  readonly onMake: (ordinal: number) => void;
  /** Told when a folder is found that was there already. */
  readonly onFound: (folder: ByteText) => void;
  /** Waits until nothing is being written: two names may be one to the file system. */
  readonly settle: () => Promise<void>;
  /** Takes the metadata of finished folders. */
  readonly late: LateMetadata;
}

export interface FolderStack {
  enterRoot(target: ByteText, ordinal: number, attributes: EntryAttributes | undefined): FolderFrame;
  /** Goes to the folder that holds this path, leaving others. @returns undefined when the path is not right in an open folder */
  leaveTo(path: ByteText): { readonly frame: FolderFrame; readonly name: ByteText } | undefined;
  /** @param path of a folder right in the current one. @param name last part of it */
  push(path: ByteText, name: ByteText, ordinal: number, attributes: EntryAttributes): FolderFrame;
  /** Makes the current folder and those above. @returns its absolute path. @throws TargetError when it cannot be, or is a link */
  require(): Promise<ByteText>;
  /** An entry of the folder will be finished later; the folder gets its attributes after that. */
  hold(frame: FolderFrame): void;
  release(frame: FolderFrame): void;
  /** Leaves all folders but the roots. */
  finish(): void;
  /** The roots get their attributes. */
  finishRoots(): void;
}

function requireRealFolder(found: BigIntStats): void {
  // A link here could lead out of the target.
  if (!found.isDirectory()) throw new TargetError('a file or link is where a folder belongs');
}

/** Path below the root; '' for the root itself. */
function pathOf(frame: FolderFrame): ByteText {
  const names: ByteText[] = [];
  for (let at: FolderFrame | undefined = frame; at?.parent !== undefined; at = at.parent) names.push(at.name);
  return names.reverse().join('/');
}

/** The same text without the longer one that it may be a part of. */
function ownText(text: ByteText): ByteText {
  return Buffer.from(text, 'latin1').toString('latin1');
}

export function createFolderStack(events: FolderEvents): FolderStack {
  const frames: FolderFrame[] = [];
  const roots: FolderFrame[] = [];
  const budget = createAttributeBudget();
  const nameBudget = createNameBudget();
  let rootTarget = '';
  /** Of the innermost folder. */
  let currentPath: ByteText = '';
  const setAttributes = (frame: FolderFrame, failure: string | undefined): void => {
    const { target, attributes } = frame;
    const reason =
      target === undefined ? undefined : setFolderAttributes(nativeFromBytes(target), attributes);
    const told = failure ?? reason;
    if (told !== undefined) events.onAttributeFailure(pathOf(frame), told);
  };
  /** Everything in the folder is finished. @returns false when it gets its attributes later, and the folder above is released then */
  const close = (frame: FolderFrame): boolean => {
    const { target, isOwn, attributes, parent } = frame;
    budget.giveBack(attributes);
    if (target === undefined || !isOwn) return true;
    const values = restorableValues(events.late.kind, attributes);
    if (values === undefined) {
      setAttributes(frame, undefined);
      return true;
    }
    // The folder above stays as it is until then: its own mode may forbid to come here.
    events.late.add({ path: nativeFromBytes(target), ...values }, (failure) => {
      setAttributes(frame, failure);
      if (parent !== undefined) release(parent);
    });
    return false;
  };
  /** A loop, since a catalog may say that a tree is deeper than any stack. */
  const release = (frame: FolderFrame): void => {
    for (let at: FolderFrame | undefined = frame; at !== undefined; at = at.parent) {
      at.open -= 1;
      if (at.open > 0 || !close(at)) return;
    }
  };
  const pop = (): void => {
    const frame = frames.pop();
    if (frame === undefined) return;
    currentPath = currentPath.slice(0, Math.max(0, currentPath.length - frame.name.length - 1));
    frame.claimed.clear();
    release(frame);
  };
  const makeRoot = async (frame: FolderFrame): Promise<ByteText> => {
    const native = nativeFromBytes(rootTarget);
    frame.isNew = onTarget(() => mkdirSync(native, { recursive: true })) !== undefined;
    // An empty target is taken as it is meant: to become the root.
    const isFree = frame.isNew || onTarget(() => readdirSync(native).length === 0);
    await events.onRoot(rootTarget);
    frame.isOwn = isFree || events.wasMade(frame.ordinal);
    if (isFree) events.onMake(frame.ordinal);
    else events.onFound(rootTarget);
    return rootTarget;
  };
  const makeBelow = async (frame: FolderFrame, parent: FolderFrame): Promise<ByteText> => {
    const path = joinBytes(parent.target ?? '', frame.name);
    const mayBeThere = parent.claimed.isFull || parent.claimed.rivals(frame.name).length > 0;
    if (mayBeThere) await events.settle();
    const found = parent.isNew && !mayBeThere ? undefined : onTarget(() => statIfThere(path));
    if (found === undefined) {
      events.onMake(frame.ordinal);
      onTarget(() => mkdirSync(nativeFromBytes(path), { mode: 0o700 }));
      frame.isNew = true;
    } else {
      requireRealFolder(found);
      events.onFound(path);
    }
    frame.isOwn = frame.isNew || events.wasMade(frame.ordinal);
    if (frame.isOwn) parent.claimed.add(frame.name);
    return path;
  };
  const make = async (frame: FolderFrame): Promise<void> => {
    if (frame.refusal !== undefined) throw new TargetError(frame.refusal);
    const { parent } = frame;
    frame.target ??= await (parent === undefined ? makeRoot(frame) : makeBelow(frame, parent));
  };
  /** Makes the folders from the innermost that is there on. What cannot be made refuses all that is open below it, so that it is tried once. */
  const makeAll = async (): Promise<void> => {
    let next = frames.length;
    while (next > 0 && frames[next - 1]?.target === undefined && frames[next - 1]?.refusal === undefined)
      next -= 1;
    if (frames[next - 1]?.refusal !== undefined) next -= 1;
    try {
      for (; next < frames.length; next += 1) {
        const frame = frames[next];
        if (frame !== undefined) await make(frame);
      }
    } catch (error) {
      if (error instanceof TargetError) for (const frame of frames.slice(next)) frame.refusal = error.reason;
      throw error;
    }
  };
  const push: FolderStack['push'] = (path, name, ordinal, attributes) => {
    const parent = frames.at(-1);
    if (parent !== undefined) parent.open += 1;
    const { held, isWhole } = budget.take(attributes);
    const frame: FolderFrame = {
      name: ownText(name),
      ordinal,
      attributes: held,
      parent,
      claimed: createClaimedNames(nameBudget),
      target: undefined,
      isOwn: false,
      isNew: false,
      refusal: undefined,
      open: 1,
    };
    frames.push(frame);
    currentPath = path;
    if (!isWhole) events.onAttributeFailure(path, 'open folders have too much beside their names');
    return frame;
  };
  const finish = (): void => {
    while (frames.length > 0) pop();
  };
  return {
    enterRoot(target, ordinal, attributes) {
      finish();
      rootTarget = target;
      const frame = push('', '', ordinal, attributes ?? {});
      frame.open += 1;
      roots.push(frame);
      return frame;
    },
    leaveTo(path) {
      for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
        if (currentPath !== path && isInside(path, currentPath)) {
          const name = nameIn(path, currentPath);
          return name === undefined ? undefined : { frame, name };
        }
        pop();
      }
      return undefined;
    },
    push,
    async require() {
      const current = frames.at(-1);
      await events.late.relieve();
      if (current?.target !== undefined && current.refusal === undefined) return current.target;
      await makeAll();
      return current?.target ?? '';
    },
    hold(frame) {
      frame.open += 1;
    },
    release,
    finish,
    finishRoots() {
      finish();
      for (const frame of roots.splice(0)) release(frame);
    },
  };
}
