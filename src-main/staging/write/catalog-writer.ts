/** @file Worker thread: gathers catalog lines into blocks. */
import { encodeEntry } from '../format/catalog-encode.ts';
import { type CatalogEntry, chunkListsOf, numbersPerChunk } from '../format/catalog-entry.ts';
import type { CatalogSpool, SpoolWriter } from './catalog-spool.ts';
import type { KeptRun } from './kept-run.ts';

/** Decoded length of a catalog block; small, so that browsing starts fast and damage costs little. */
const catalogBlockBytes = 512 * 1024;

export interface CatalogWriter {
  /** Entries come in catalog order, with all their chunks. */
  add(entry: CatalogEntry): void;
  /** Adds lines of an earlier catalog as they stand. */
  addKept(run: KeptRun): void;
  /** Writes the lines that are gathered, so that a run after a kill knows of them. */
  flush(): void;
  /** Volumes that the entries refer to. */
  readonly usedVolumes: ReadonlySet<number>;
  finish(): CatalogSpool;
}

/** @throws AppError `staging.noSpace`, `staging.writeFailed`, as do its calls */
export function createCatalogWriter(spool: SpoolWriter): CatalogWriter {
  const usedVolumes = new Set<number>();
  const block = Buffer.allocUnsafe(catalogBlockBytes);
  let used = 0;
  const writeBlock = (): void => {
    if (used > 0) spool.write(block.subarray(0, used));
    used = 0;
  };
  const addLine = (text: string): void => {
    const line = `${text}\n`;
    const bytes = Buffer.byteLength(line, 'utf8');
    if (used + bytes > catalogBlockBytes) writeBlock();
    if (bytes > catalogBlockBytes) spool.write(Buffer.from(line, 'utf8'));
    else used += block.write(line, used, 'utf8');
  };
  return {
    usedVolumes,
    add(entry) {
      for (const chunks of entry.kind === 'file' ? chunkListsOf(entry) : []) {
        for (let index = 0; index < chunks.length; index += numbersPerChunk) {
          const volume = chunks[index] ?? 0;
          if (volume !== 0) usedVolumes.add(volume);
        }
      }
      for (const text of encodeEntry(entry)) addLine(text);
    },
    addKept({ text, volumes }) {
      for (const volume of volumes) usedVolumes.add(volume);
      if (used + text.length > catalogBlockBytes) writeBlock();
      if (text.length > catalogBlockBytes) spool.write(Buffer.from(text, 'latin1'));
      else used += block.write(text, used, 'latin1');
    },
    flush: writeBlock,
    finish() {
      writeBlock();
      return spool.close();
    },
  };
}
