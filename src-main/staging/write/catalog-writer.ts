/** @file Worker thread: gathers catalog lines into blocks and spools them until the descriptor can be written. */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { blockKinds, type EncodedBlock, encodeBlock, openBlock, sealBlock } from '../format/block.ts';
import { encodeEntry } from '../format/catalog-encode.ts';
import { type CatalogEntry, numbersPerChunk } from '../format/catalog-entry.ts';
import { blockOverheadBytes } from '../format/constants.ts';
import type { ChunkStore, FileContent } from './chunk-store.ts';
import { createOutputFile } from './output-file.ts';

/** Decoded length of a catalog block; small, so that browsing starts fast and damage costs little. */
const catalogBlockBytes = 512 * 1024;
const maximumWaiting = 20_000;

export interface CatalogSpool {
  readonly blocks: number;
  /** Length of all blocks as they will stand in the descriptor. */
  readonly length: number;
  read(): Generator<EncodedBlock>;
  discard(): void;
}

export interface CatalogWriter {
  /** Entries leave in the order they came, each as soon as its content has its place. */
  add(entry: CatalogEntry, content?: FileContent): void;
  /** Volumes that the entries refer to. */
  readonly usedVolumes: ReadonlySet<number>;
  finish(): CatalogSpool;
  discard(): void;
}

interface SpooledBlock {
  readonly position: number;
  readonly length: number;
}

function* readSpool(path: string, key: KeyObject, blocks: readonly SpooledBlock[]): Generator<EncodedBlock> {
  const file = openSync(path, 'r');
  try {
    for (const { position, length } of blocks) {
      const bytes = Buffer.allocUnsafe(length);
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, position + done);
        if (count === 0) throw new Error('catalog spool is cut off');
        done += count;
      }
      yield openBlock(bytes, key, position, blockKinds.catalog);
    }
  } finally {
    closeSync(file);
  }
}

/** The spool is encrypted with a key that only lives in memory: it holds names, and nobody needs it after a kill. */
function createSpool(folder: string, baseName: string) {
  const file = createOutputFile(folder, `${baseName}-catalog`);
  const path = join(folder, file.partialName);
  const key = createSecretKey(randomBytes(32));
  const blocks: SpooledBlock[] = [];
  return {
    write(lines: Buffer): void {
      const block = encodeBlock(blockKinds.catalog, lines);
      const { position } = file;
      for (const piece of sealBlock(block, key, position)) file.write(piece);
      blocks.push({ position, length: block.payload.length + blockOverheadBytes });
    },
    close(): CatalogSpool {
      const { length } = file.close();
      return {
        blocks: blocks.length,
        length,
        read: () => readSpool(path, key, blocks),
        discard: () => rmSync(path, { force: true }),
      };
    },
    discard: file.discard,
  };
}

/** @throws AppError `staging.noSpace`, `staging.writeFailed`, as do its calls */
export function createCatalogWriter(folder: string, baseName: string, store: ChunkStore): CatalogWriter {
  const spool = createSpool(folder, baseName);
  const usedVolumes = new Set<number>();
  const waiting: { readonly entry: CatalogEntry; readonly content: FileContent | undefined }[] = [];
  let first = 0;
  let lines: Buffer[] = [];
  let lineBytes = 0;
  const writeLines = (): void => {
    if (lines.length > 0) spool.write(Buffer.concat(lines));
    lines = [];
    lineBytes = 0;
  };
  const writeEntry = (entry: CatalogEntry): void => {
    if (entry.kind === 'file') {
      for (let index = 0; index < entry.chunks.length; index += numbersPerChunk) {
        const volume = entry.chunks[index] ?? 0;
        if (volume !== 0) usedVolumes.add(volume);
      }
    }
    for (const text of encodeEntry(entry)) {
      const line = Buffer.from(`${text}\n`, 'utf8');
      if (lineBytes + line.length > catalogBlockBytes) writeLines();
      lines.push(line);
      lineBytes += line.length;
    }
  };
  const drain = (): void => {
    for (
      let next = waiting[first];
      next !== undefined && (next.content?.pending ?? 0) === 0;
      next = waiting[first]
    ) {
      writeEntry(next.entry);
      first += 1;
    }
    if (first === waiting.length || first > maximumWaiting) {
      waiting.splice(0, first);
      first = 0;
    }
  };
  return {
    usedVolumes,
    add(entry, content) {
      waiting.push({ entry, content });
      if (waiting.length - first > maximumWaiting) store.flush();
      drain();
    },
    finish() {
      store.flush();
      drain();
      writeLines();
      return spool.close();
    },
    discard: spool.discard,
  };
}
