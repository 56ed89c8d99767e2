/** @file Worker thread: catalog blocks of a run, kept in a file until the descriptor is written, and for a run that goes on after a kill. */
import { type KeyObject, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  blockKinds,
  decodeBlock,
  type EncodedBlock,
  encodeBlock,
  openBlock,
  readBlockHeader,
  sealBlock,
} from '../format/block.ts';
import {
  blockHeaderBytes,
  blockOverheadBytes,
  formatName,
  formatVersion,
  pageBytes,
} from '../format/constants.ts';
import { DamageError } from '../format/damage.ts';
import { deriveFileKeys } from '../format/keys.ts';
import { authenticatePage, decodePage, encodePage } from '../format/page.ts';
import { parseSpoolPage } from '../format/page-content.ts';
import { writing } from '../staging-errors.ts';
import type { SetIdentity } from '../staging-types.ts';
import { endsWhenFull, type SpaceWait } from './space-wait.ts';

const syncEveryMilliseconds = 5000;

/** Catalog of a run that is written to its end. */
export interface CatalogSpool {
  readonly blocks: number;
  /** Length of all blocks as they will stand in the descriptor. */
  readonly length: number;
  read(): Generator<EncodedBlock>;
  discard(): void;
}

export interface SpoolWriter {
  /** Bytes in the file so far. */
  readonly position: number;
  write(lines: Buffer): void;
  close(): CatalogSpool;
  /** Closes the file and leaves it for the next run. */
  leave(): void;
}

/** What an interrupted run had written of its catalog. */
export interface EarlierSpool {
  /** Start of its walk by this computer's own clock. */
  readonly scanStartedAt: string;
  /** Decoded blocks up to the first one that is not whole. */
  read(): Generator<Buffer>;
}

function spoolPath(folder: string, baseName: string): string {
  return join(folder, `${baseName}-catalog.partial`);
}

function earlierPath(folder: string, baseName: string): string {
  return join(folder, `${baseName}-catalog-earlier.partial`);
}

/** @returns fewer bytes at the end of the file */
function readAt(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}

/** Encoded blocks from the first one on; ends where no whole block follows. */
function* readBlocks(path: string, key: KeyObject): Generator<EncodedBlock> {
  const file = openSync(path, 'r');
  try {
    for (let position = pageBytes; ; ) {
      const start = readAt(file, position, blockHeaderBytes);
      if (start.length < blockHeaderBytes) return;
      const length = readBlockHeader(start, blockKinds.catalog).payloadLength + blockOverheadBytes;
      yield openBlock(readAt(file, position, length), key, position, blockKinds.catalog);
      position += length;
    }
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
  } finally {
    closeSync(file);
  }
}

/**
 * Begins the spool of a run, encrypted as everything else. An earlier one has to be taken (`takeEarlierSpool`) before.
 * @throws AppError `staging.noSpace`, `staging.notWritable`, `staging.writeFailed`, as do its calls
 */
export function createCatalogSpool(
  folder: string,
  set: SetIdentity,
  scanStartedAt: string,
  space: SpaceWait = endsWhenFull,
): SpoolWriter {
  const path = spoolPath(folder, set.baseName);
  const salt = randomBytes(32).toString('hex');
  const { blockKey, pageKey } = deriveFileKeys(set.dataKey, set.setId, salt);
  const { setId } = set;
  const page = encodePage(
    { format: formatName, version: formatVersion, kind: 'catalogSpool', setId, salt, scanStartedAt },
    pageKey,
  );
  const file = space.writing(path, () => openSync(path, 'w', 0o600));
  let position = 0;
  let blocks = 0;
  let isOpen = true;
  let syncedAt = performance.now();
  let failure: unknown;
  const put = (bytes: Buffer): void => {
    // Other content at the same position would be sealed with the same nonce.
    if (failure !== undefined) throw failure;
    let done = 0;
    try {
      space.writing(path, () => {
        while (done < bytes.length)
          done += writeSync(file, bytes, done, bytes.length - done, position + done);
      });
    } catch (error) {
      failure = error;
      throw error;
    }
    position += bytes.length;
  };
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  put(page);
  return {
    get position() {
      return position;
    },
    write(lines) {
      put(Buffer.concat(sealBlock(encodeBlock(blockKinds.catalog, lines), blockKey, position)));
      blocks += 1;
      if (performance.now() - syncedAt < syncEveryMilliseconds) return;
      syncedAt = performance.now();
      writing(path, () => fdatasyncSync(file));
    },
    close() {
      close();
      return {
        blocks,
        length: position - pageBytes,
        read: () => readBlocks(path, blockKey),
        discard() {
          rmSync(path, { force: true });
          rmSync(earlierPath(folder, set.baseName), { force: true });
        },
      };
    },
    leave: close,
  };
}

interface FoundSpool extends EarlierSpool {
  readonly path: string;
  /** Blocks that are whole. */
  readonly blocks: number;
}

function openSpool(path: string, set: SetIdentity): FoundSpool | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const file = openSync(path, 'r');
    let bytes: Buffer;
    try {
      bytes = readAt(file, 0, pageBytes);
    } finally {
      closeSync(file);
    }
    const page = parseSpoolPage(decodePage(bytes));
    if (page.setId !== set.setId) return undefined;
    const { blockKey, pageKey } = deriveFileKeys(set.dataKey, set.setId, page.salt);
    authenticatePage(bytes, pageKey);
    let blocks = 0;
    for (const _block of readBlocks(path, blockKey)) blocks += 1;
    return {
      path,
      blocks,
      scanStartedAt: page.scanStartedAt,
      *read() {
        for (const block of readBlocks(path, blockKey)) yield decodeBlock(block);
      },
    };
  } catch (error) {
    if (!(error instanceof DamageError)) throw error;
    return undefined;
  }
}

/**
 * What interrupted runs left of their catalogs. Of two, since a run that goes on may be interrupted before it has caught up, the
 * longer one counts and is kept under another name until the new run is finished.
 */
export function takeEarlierSpool(folder: string, set: SetIdentity): EarlierSpool | undefined {
  const current = openSpool(spoolPath(folder, set.baseName), set);
  const earlier = openSpool(earlierPath(folder, set.baseName), set);
  const isCurrentLonger = (current?.blocks ?? 0) > (earlier?.blocks ?? 0);
  if (current === undefined || !isCurrentLonger) return earlier;
  renameSync(current.path, earlierPath(folder, set.baseName));
  return openSpool(earlierPath(folder, set.baseName), set);
}
