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
    mode: hasPosixModes ? Number(state.mode) & 0o7777 : undefined,
    owner: hasPosixModes ? Number(state.uid) : undefined,
    group: hasPosixModes ? Number(state.gid) : undefined,
    inode: state.ino.toString(),
    device: state.dev.toString(),
    // Without it the next increment takes the file for changed, and asks again.
    changed: metadata?.failure === undefined ? state.ctimeNs.toString() : undefined,
    attributes: metadata?.members.attributes,
    security: metadata?.members.security,
    extendedAttributes: metadata?.members.extendedAttributes,
    // Members that stand undefined are members that are not there; leaving them out would cost more for every file.
  } as EntryAttributes;
}
