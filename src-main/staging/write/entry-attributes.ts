import type { EntryAttributes } from '../format/catalog-entry.ts';
import type { FileState } from '../pack/file-state.ts';
import type { KeptMetadata } from './entry-metadata.ts';

const hasPosixModes = process.platform !== 'win32';

/** Attributes of a catalog line (staging-format.md 6). */
export function attributesOf(
  state: Omit<FileState, 'size' | 'nlink' | 'blocks'>,
  metadata?: KeptMetadata,
): EntryAttributes {
  return {
    modified: state.mtimeNs.toString(),
    ...(hasPosixModes
      ? { mode: Number(state.mode & 0o7777n), owner: Number(state.uid), group: Number(state.gid) }
      : {}),
    inode: state.ino.toString(),
    device: state.dev.toString(),
    // Without it the next increment takes the file for changed, and asks again.
    ...(metadata?.failure === undefined ? { changed: state.ctimeNs.toString() } : {}),
    ...metadata?.members,
  };
}
