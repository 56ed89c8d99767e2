/** @file Worker thread: the folders from a root down to the current entry, made when something in them is restored. */
import { type BigIntStats, mkdirSync, readdirSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import type { EntryAttributes } from '../format/catalog-entry.ts';
import { joinBytes, nativeFromBytes } from '../scan/native-path.ts';
import { setFolderAttributes } from './attributes.ts';
import { onTarget, TargetError } from './file-writer.ts';
import { statIfThere } from './place.ts';
import { isInside } from './tree-path.ts';

export interface FolderFrame {
  /** Path below the root; '' for the root itself. */
  readonly path: ByteText;
  readonly name: ByteText;
  readonly attributes: EntryAttributes;
  /** Inodes of what this restore made in here. */
  readonly created: Set<bigint>;
  /** Absolute path, once the folder is there. */
  target: ByteText | undefined;
  /** Attributes are set only on folders that this restore made. */
  isOwn: boolean;
  refusal: string | undefined;
}

export interface FolderStack {
  enterRoot(target: ByteText, attributes: EntryAttributes | undefined): FolderFrame;
  /** Goes to the folder that holds this path, finishing those that are left. @returns undefined when it is not open */
  leaveTo(path: ByteText): FolderFrame | undefined;
  push(path: ByteText, name: ByteText, attributes: EntryAttributes): FolderFrame;
  /** Makes the current folder and those above. @returns its absolute path. @throws TargetError when it cannot be, or is a link */
  require(): ByteText;
  finish(): void;
}

function requireRealFolder(found: BigIntStats): void {
  // A link here could lead out of the target.
  if (!found.isDirectory()) throw new TargetError('a file or link is where a folder belongs');
}

function makeFolder(path: ByteText): boolean {
  const found = onTarget(() => statIfThere(path));
  if (found !== undefined) {
    requireRealFolder(found);
    return false;
  }
  onTarget(() => mkdirSync(nativeFromBytes(path), { mode: 0o700 }));
  return true;
}

/** @param onAttributeFailure told about folders whose attributes could not be set */
export function createFolderStack(onAttributeFailure: (path: ByteText, reason: string) => void): FolderStack {
  const frames: FolderFrame[] = [];
  let rootTarget = '';
  const pop = (): void => {
    const frame = frames.pop();
    if (frame?.target === undefined || !frame.isOwn) return;
    const reason = setFolderAttributes(nativeFromBytes(frame.target), frame.attributes);
    if (reason !== undefined) onAttributeFailure(frame.path, reason);
  };
  const makeRoot = (frame: FolderFrame): ByteText => {
    const native = nativeFromBytes(rootTarget);
    const isNew = onTarget(() => mkdirSync(native, { recursive: true })) !== undefined;
    // An empty target is taken as it is meant: to become the root.
    frame.isOwn = isNew || onTarget(() => readdirSync(native).length === 0);
    return rootTarget;
  };
  const makeBelow = (frame: FolderFrame, parent: FolderFrame): ByteText => {
    const path = joinBytes(parent.target ?? '', frame.name);
    frame.isOwn = makeFolder(path);
    if (frame.isOwn) {
      const made = onTarget(() => statIfThere(path));
      if (made !== undefined) parent.created.add(made.ino);
    }
    return path;
  };
  const make = (frame: FolderFrame, parent: FolderFrame | undefined): void => {
    if (frame.refusal !== undefined) throw new TargetError(frame.refusal);
    try {
      frame.target ??= parent === undefined ? makeRoot(frame) : makeBelow(frame, parent);
    } catch (error) {
      if (error instanceof TargetError) frame.refusal = error.reason;
      throw error;
    }
  };
  const push = (path: ByteText, name: ByteText, attributes: EntryAttributes): FolderFrame => {
    const frame: FolderFrame = {
      path,
      name,
      attributes,
      created: new Set(),
      target: undefined,
      isOwn: false,
      refusal: undefined,
    };
    frames.push(frame);
    return frame;
  };
  const finish = (): void => {
    while (frames.length > 0) pop();
  };
  return {
    enterRoot(target, attributes) {
      finish();
      rootTarget = target;
      return push('', '', attributes ?? {});
    },
    leaveTo(path) {
      for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
        if (frame.path !== path && isInside(path, frame.path)) return frame;
        pop();
      }
      return undefined;
    },
    push,
    require() {
      for (const [index, frame] of frames.entries()) make(frame, frames[index - 1]);
      return frames.at(-1)?.target ?? '';
    },
    finish,
  };
}
