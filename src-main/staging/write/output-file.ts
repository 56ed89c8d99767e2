/** @file Worker thread: a file that is written once from front to back and gets its name when it is whole and durable. */

import { hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { paddedLength, rangeBytes } from '../format/constants.ts';
import { writing } from '../staging-errors.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

export interface OutputFile {
  readonly name: string;
  readonly partialName: string;
  /** Bytes written so far, which is where the next ones go. */
  readonly position: number;
  /** Of those, the bytes that the disk took. */
  readonly takenBytes: number;
  write(bytes: Uint8Array): void;
  /** Writes zeros up to the next page. */
  padToPage(): void;
  /** Syncs and closes; the file still has its partial name. */
  close(): { readonly length: number; readonly pageRangeMd5: string };
  /** Gives a closed file its final name. */
  commit(): void;
  /** Closes and removes what was not committed. */
  discard(): void;
}

/** Makes names in a folder durable; Windows journals them itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Opens `<name>.partial` in a folder for writing, replacing what an earlier run left there.
 * @throws AppError `staging.noSpace`, `staging.notWritable`, `staging.writeFailed`, as do all calls on the file
 */
export function createOutputFile(folder: string, name: string, space: SpaceWait = endsWhenFull): OutputFile {
  const partialName = `${name}.partial`;
  const path = join(folder, partialName);
  const file = space.writing(path, () => openSync(path, 'w', 0o600));
  const range = Buffer.allocUnsafe(rangeBytes);
  const digests: Buffer[] = [];
  let used = 0;
  let written = 0;
  /** Of the range that is being written. */
  let done = 0;
  let isOpen = true;
  const flush = (): void => {
    if (used === 0) return;
    const bytes = range.subarray(0, used);
    done = 0;
    space.writing(path, () => {
      while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done);
    });
    digests.push(hash('md5', bytes, 'buffer'));
    written += used;
    used = 0;
    done = 0;
  };
  const end = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  const write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) {
      const piece = bytes.subarray(done, done + rangeBytes - used);
      range.set(piece, used);
      used += piece.length;
      done += piece.length;
      if (used === rangeBytes) flush();
    }
  };
  return {
    name,
    partialName,
    get position() {
      return written + used;
    },
    get takenBytes() {
      return written + done;
    },
    write,
    padToPage: () => write(Buffer.alloc(paddedLength(written + used) - written - used)),
    close() {
      flush();
      writing(path, () => fsyncSync(file));
      end();
      return { length: written, pageRangeMd5: Buffer.concat(digests).toString('base64') };
    },
    commit() {
      space.writing(path, () => {
        renameSync(path, join(folder, name));
      });
      writing(path, () => syncFolder(folder));
    },
    discard() {
      end();
      rmSync(path, { force: true });
    },
  };
}
