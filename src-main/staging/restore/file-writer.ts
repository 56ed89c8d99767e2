/** @file Worker thread: writes one restored file under a temporary name and renames it when it is whole. */
import { closeSync, fchmodSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { ByteText } from '../format/byte-text.ts';
import type { EntryAttributes, FileStream } from '../format/catalog-entry.ts';
import { type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import { type CreationTraits, creationMode, probeMode, readTraits, setFileAttributes } from './attributes.ts';
import { type ContentPiece, readContent } from './content-piece.ts';
import type { ContentReader } from './content-reader.ts';

/** Trouble with the target's file system, told apart from damage in the backup. */
export class TargetError extends Error {
  readonly reason: string;
  constructor(reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'TargetError';
    this.reason = reason;
  }
}

const fatalReasons: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ENODEV']);

/** True for what no further file can get around. */
export function isFatalReason(reason: string): boolean {
  return fatalReasons.has(reason);
}

/** Runs a call on the target. @throws TargetError */
export function onTarget<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new TargetError(failureReason(error), error);
  }
}

/** The same for a call that takes its time. @throws TargetError */
export async function onTargetLater<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw new TargetError(failureReason(error), error);
  }
}

const zeros = Buffer.alloc(1024 * 1024);
const isWindows = process.platform === 'win32';
/** A virus scanner or indexer may hold a file for a moment that was just closed. */
const heldReasons: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const heldWaitsMilliseconds = [10, 40, 160, 640];
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

function writeFully(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function writeZeros(file: number, position: number, length: number): void {
  for (let done = 0; done < length; done += zeros.length) {
    writeFully(file, zeros.subarray(0, Math.min(zeros.length, length - done)), position + done);
  }
}

/**
 * Writes content into an open file.
 * @param onBytes told how many bytes are written; may throw to stop
 * @throws AppError for damage, TargetError
 */
async function writePiece(
  file: number,
  piece: ContentPiece,
  content: ContentReader,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await readContent(piece, content, (bytes, length, position) => {
    if (bytes !== undefined || !piece.sparse) {
      onTarget(() =>
        bytes === undefined ? writeZeros(file, position, length) : writeFully(file, bytes, position),
      );
    }
    onBytes(length);
    return undefined;
  });
}

/** Gives a whole file its name. @throws the system's error */
export function renameWhole(temporary: NativePath, path: NativePath): void {
  for (const wait of isWindows ? heldWaitsMilliseconds : []) {
    try {
      renameSync(temporary, path);
      return;
    } catch (error) {
      if (!heldReasons.has(failureReason(error))) throw error;
      Atomics.wait(sleepCell, 0, 0, wait);
    }
  }
  renameSync(temporary, path);
}

/**
 * Makes a link under a temporary name and gives it its own. What bore the name before stays unless the link could be made.
 * @param temporary in the folder of `path`, which exists and is real
 * @throws the system's error
 */
export function placeLink(
  temporary: NativePath,
  path: ByteText,
  make: (temporary: NativePath) => void,
): void {
  try {
    make(temporary);
    renameWhole(temporary, nativeFromBytes(path));
  } finally {
    // Renaming one name of a file over another one of the same file does nothing, by POSIX.
    rmSync(temporary, { force: true });
  }
}

/** A file as it has to become. */
export interface FileTask {
  /** Absolute; its folder exists and is real. */
  readonly path: ByteText;
  readonly content: ContentPiece;
  readonly attributes: EntryAttributes;
  /** Alternate data streams that go with it. */
  readonly streams: readonly FileStream[];
}

/** Where Windows has a stream of a file. */
export function streamPath(file: NativePath, name: ByteText): NativePath {
  return `${file}:${nativeFromBytes(name)}`;
}

async function writeStream(
  temporary: NativePath,
  { name, size, chunks }: FileStream,
  content: ContentReader,
  onBytes: () => void,
): Promise<void> {
  const file = onTarget(() => openSync(streamPath(temporary, name), 'w'));
  try {
    await writePiece(file, { chunks, position: 0, length: size, sparse: false }, content, onBytes);
  } finally {
    closeSync(file);
  }
}

/** What the first file of a folder told about those that follow. */
export interface FolderTraits {
  traits: CreationTraits | undefined;
}

function openTemporary(temporary: NativePath, attributes: EntryAttributes, folder: FolderTraits): number {
  if (folder.traits !== undefined) return openSync(temporary, 'wx', creationMode(attributes));
  const file = openSync(temporary, 'wx', probeMode);
  folder.traits = readTraits(file);
  if (folder.traits !== undefined) fchmodSync(file, creationMode(attributes));
  return file;
}

/**
 * Writes a file under a temporary name, with its times, mode and owner. Nothing is left behind when its content is damaged or the
 * target refuses.
 * @returns why an attribute could not be set
 * @throws AppError for damage, TargetError
 */
export async function writeTemporary(
  task: FileTask,
  temporary: NativePath,
  folder: FolderTraits,
  content: ContentReader,
  onBytes: (bytes: number) => void,
): Promise<string | undefined> {
  const isFirst = folder.traits === undefined;
  const file = onTarget(() => openTemporary(temporary, task.attributes, folder));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  try {
    await writePiece(file, task.content, content, onBytes);
    // Gives a hole at the end its length.
    if (task.content.sparse) onTarget(() => ftruncateSync(file, task.content.length));
    // Before the times: writing into a stream moves that of its file.
    for (const stream of task.streams) await writeStream(temporary, stream, content, () => onBytes(0));
    const attributeFailure = setFileAttributes(file, task.attributes, isFirst ? undefined : folder.traits);
    onTarget(close);
    return attributeFailure;
  } catch (error) {
    close();
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Restores a file as `writeTemporary` does, and gives it its name. @throws as that */
export async function writeFile(
  task: FileTask,
  temporary: NativePath,
  folder: FolderTraits,
  content: ContentReader,
  onBytes: (bytes: number) => void,
): Promise<string | undefined> {
  const attributeFailure = await writeTemporary(task, temporary, folder, content, onBytes);
  try {
    onTarget(() => renameWhole(temporary, nativeFromBytes(task.path)));
    return attributeFailure;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
