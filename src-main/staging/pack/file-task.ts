import type { ByteText } from '../format/byte-text.ts';
import type { EntryEvent } from '../scan/scan.ts';
import { type FileState, fileState } from './file-state.ts';
import type { PackedFiles, PackPath } from './pack-messages.ts';

/** Pieces of a file, or of a part of it: a stretch of what a thread answered, since views on it would cost more than the pieces. */
export interface PieceList {
  readonly packed: Pick<PackedFiles, 'numbers' | 'lengths'>;
  readonly first: number;
  readonly count: number;
}

/** A file whose content is on its way through the packing threads. */
export interface FileTask {
  /** Below the root, as in the catalog. */
  readonly path: ByteText;
  readonly native: PackPath;
  /** What its catalog line will say; replaced when the file is not what the walk saw. */
  state: FileState;
  /** In file order; undefined while a packing thread has it. */
  parts: (PieceList | undefined)[];
  /** Parts that are not back yet. */
  open: number;
  /** System error code when it could not be read. */
  unreadable: string | undefined;
  /** It did not hold still. */
  isChanged: boolean;
  /** A part saw another state than the walk; the file has to be read once more. */
  movedTo: FileState | undefined;
  attempts: number;
}

/** An alternate data stream, which Windows opens as `file:stream`. It has the times of its file. */
export function createStreamTask(event: EntryEvent, name: string, sizeBytes: number): FileTask {
  const native = `${event.native}:${name}`;
  const task = createFileTask({ ...event, native });
  task.state = { ...fileState(task.state), size: BigInt(sizeBytes) };
  return task;
}

/** Keeps little of the event: thousands wait at a time. */
export function createFileTask({ path, native, stat }: EntryEvent): FileTask {
  return {
    path,
    native,
    state: stat,
    parts: [],
    open: 0,
    unreadable: undefined,
    isChanged: false,
    movedTo: undefined,
    attempts: 0,
  };
}
