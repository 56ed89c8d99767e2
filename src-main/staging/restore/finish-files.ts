/** @file Worker thread: files that are whole but for their metadata get it together, in one run, and then their names. */
import { rmSync } from 'node:fs';
import type { FileMetadataStore, MetadataValues } from '../../platform/ports/file-metadata.ts';
import type { ByteText } from '../format/byte-text.ts';
import { type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import { setFileMode } from './attributes.ts';
import { onTarget, renameWhole } from './file-writer.ts';
import { restoreMetadata } from './late-metadata.ts';

/** Content and times are in place, under a temporary name. */
export interface WrittenFile {
  /** Of the file in its job. */
  readonly index: number;
  readonly temporary: NativePath;
  readonly path: ByteText;
  readonly values: MetadataValues;
  /** Mode that it gets afterwards; undefined: it has its own already. */
  readonly mode: number | undefined;
  /** Why another attribute could not be set. */
  readonly failure: string | undefined;
}

/**
 * @param onFile told about every file that has its name, or why it has none: `error` is a TargetError
 * Files that did not come to that are removed.
 */
export async function finishFiles(
  store: FileMetadataStore,
  files: readonly WrittenFile[],
  onFile: (file: WrittenFile, failure: string | undefined, error: unknown) => void,
): Promise<void> {
  const failures = await restoreMetadata(
    store,
    files.map(({ temporary, values }) => ({ path: temporary, ...values })),
  );
  for (const [position, file] of files.entries()) {
    const { temporary, path, mode } = file;
    const modeFailure = mode === undefined ? undefined : setFileMode(temporary, mode);
    try {
      onTarget(() => renameWhole(temporary, nativeFromBytes(path)));
      onFile(file, file.failure ?? failures[position] ?? modeFailure, undefined);
    } catch (error) {
      rmSync(temporary, { force: true });
      onFile(file, undefined, error);
    }
  }
}

export function discardFiles(files: readonly WrittenFile[]): void {
  for (const { temporary } of files) rmSync(temporary, { force: true });
}
