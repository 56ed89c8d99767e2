import { decodeLine } from '../format/catalog-decode.ts';
import { type CatalogEntry, type CatalogLine, chunkBytes, type FileLine } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { damageOf } from '../staging-errors.ts';
import type { Descriptor } from './descriptor-reader.ts';

function* linesOf(block: Buffer): Generator<CatalogLine> {
  let start = 0;
  for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, start)) {
    yield decodeLine(block.toString('utf8', start, end));
    start = end + 1;
  }
  if (start !== block.length) throw new DamageError('catalog block ends inside a line');
}

interface OpenFile {
  readonly line: FileLine;
  readonly chunks: number[];
  bytes: number;
}

/** Joins `moreChunks` lines to their file. */
function createJoiner() {
  let open: OpenFile | undefined;
  const push = (line: CatalogLine): CatalogEntry | undefined => {
    if (open !== undefined) {
      if (line.kind !== 'moreChunks' || line.chunks.length === 0)
        throw new DamageError('chunks of a file are missing');
      for (const number of line.chunks) open.chunks.push(number);
      open.bytes += chunkBytes(line.chunks);
    } else if (line.kind === 'moreChunks') {
      throw new DamageError('chunks without a file');
    } else if (line.kind === 'file') {
      open = { line, chunks: [...line.chunks], bytes: chunkBytes(line.chunks) };
    } else {
      return line;
    }
    if (open.bytes > open.line.size) throw new DamageError('chunks are longer than their file');
    if (open.bytes < open.line.size) return undefined;
    const { line: file, chunks } = open;
    open = undefined;
    return { ...file, chunks };
  };
  return {
    push,
    end() {
      if (open !== undefined) throw new DamageError('catalog ends inside a file');
    },
  };
}

/** Entries of decoded catalog blocks, block by block; files come with all their chunks. @throws DamageError */
export async function* readEntries(
  blocks: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<readonly CatalogEntry[]> {
  const joiner = createJoiner();
  for await (const block of blocks) {
    const entries: CatalogEntry[] = [];
    for (const line of linesOf(block)) {
      const entry = joiner.push(line);
      if (entry !== undefined) entries.push(entry);
    }
    yield entries;
  }
  joiner.end();
}

/**
 * Streams the entries of a recovery point, some thousand at a time; files come with all their chunks.
 * @throws AppError `staging.descriptorDamaged`
 */
export async function* readCatalog(
  descriptor: Descriptor,
  dataKey: Uint8Array,
): AsyncGenerator<readonly CatalogEntry[]> {
  try {
    yield* readEntries(descriptor.catalogBlocks(dataKey));
  } catch (error) {
    throw damageOf(error, 'staging.descriptorDamaged', descriptor.file);
  }
}
