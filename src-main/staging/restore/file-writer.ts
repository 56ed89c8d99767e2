/** @file Worker thread: writes one restored file under a temporary name and renames it when it is whole. */
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type ByteText, textToBytes } from '../format/byte-text.ts';
import { type FileLine, numbersPerChunk } from '../format/catalog-entry.ts';
import { joinBytes, type NativePath, nativeFromBytes } from '../scan/native-path.ts';
import { failureReason } from '../scan/scan.ts';
import { setFileAttributes } from './attributes.ts';
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

/** Runs a call on the target. @throws TargetError */
export function onTarget<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw new TargetError(failureReason(error), error);
  }
}

const zeros = Buffer.alloc(1024 * 1024);

function writeFully(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    const start = done;
    done += onTarget(() => writeSync(file, bytes, start, bytes.length - start, position + start));
  }
}

/**
 * Reads all content of a file, authenticated.
 * @param onBytes gets every piece with its position; holes come as undefined; may throw to stop
 * @throws AppError as the content reader does
 */
export async function readContent(
  line: FileLine,
  content: ContentReader,
  onBytes: (bytes: Buffer | undefined, length: number, position: number) => void,
): Promise<void> {
  let position = 0;
  const { chunks } = line;
  for (let index = 0; index < chunks.length; index += numbersPerChunk) {
    const [volume = 0, place = 0, offset = 0, length = 0] = chunks.slice(index, index + numbersPerChunk);
    onBytes(volume === 0 ? undefined : await content.read(volume, place, offset, length), length, position);
    position += length;
  }
}

/** A name in the folder that nobody has; what bears it after a kill is never taken for something restored. */
function temporaryIn(folder: ByteText): NativePath {
  return nativeFromBytes(joinBytes(folder, textToBytes(`.obw-${randomBytes(8).toString('hex')}.partial`)));
}

/**
 * Makes a link under a temporary name and gives it its own. What bore the name before stays unless the link could be made.
 * @param folder existing real folder; `path` is in it
 * @throws the system's error
 */
export function placeLink(folder: ByteText, path: ByteText, make: (temporary: NativePath) => void): void {
  const temporary = temporaryIn(folder);
  try {
    make(temporary);
    renameSync(temporary, nativeFromBytes(path));
  } finally {
    // Renaming one name of a file over another one of the same file does nothing, by POSIX.
    rmSync(temporary, { force: true });
  }
}

export interface WrittenFile {
  readonly inode: bigint;
  /** Why an attribute could not be set. */
  readonly attributeFailure: string | undefined;
}

/**
 * Restores a file. Nothing is left behind when its content is damaged or the target refuses.
 * @param folder existing real folder; `path` is in it
 * @throws AppError for damage, TargetError
 */
export async function writeFile(
  folder: ByteText,
  path: ByteText,
  line: FileLine,
  content: ContentReader,
  onBytes: (bytes: number) => void,
): Promise<WrittenFile> {
  const temporary = temporaryIn(folder);
  const file = onTarget(() => openSync(temporary, 'wx', 0o600));
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  try {
    await readContent(line, content, (bytes, length, position) => {
      if (bytes !== undefined) writeFully(file, bytes, position);
      else if (!line.sparse) writeZeros(file, position, length);
      onBytes(length);
    });
    // Gives a hole at the end its length.
    if (line.sparse) onTarget(() => ftruncateSync(file, line.size));
    const attributeFailure = setFileAttributes(file, line);
    const { ino } = fstatSync(file, { bigint: true });
    onTarget(close);
    onTarget(() => renameSync(temporary, nativeFromBytes(path)));
    return { inode: ino, attributeFailure };
  } catch (error) {
    close();
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeZeros(file: number, position: number, length: number): void {
  for (let done = 0; done < length; done += zeros.length) {
    writeFully(file, zeros.subarray(0, Math.min(zeros.length, length - done)), position + done);
  }
}
