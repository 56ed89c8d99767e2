import { decodeLine } from '../format/catalog-decode.ts';
import {
  type CatalogEntry,
  type CatalogLine,
  type ChunkList,
  chunkBytes,
  type FileHead,
  type FileStream,
  numbersPerChunk,
  type StreamLine,
} from '../format/catalog-entry.ts';
import { maximumChunksPerFile } from '../format/constants.ts';
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

export interface JoinOptions {
  /** False: files come with no more chunks than their own line has, for whoever wants names and sizes; all are counted. */
  readonly keepsChunks?: boolean;
  /** References of one file with its streams. */
  readonly mostChunks?: number;
}

/** Entries that are decoded before they are given on: a block of 8 MiB may hold hundreds of thousands. */
const entriesPerBatch = 4096;

/** Content whose lines are being joined: that of a file, or of one of its streams. */
interface OpenContent {
  readonly line: FileHead | StreamLine;
  readonly chunks: number[];
  bytes: number;
}

function openContent(line: FileHead | StreamLine): OpenContent {
  return { line, chunks: [...line.chunks], bytes: chunkBytes(line.chunks) };
}

/** A file whose content is whole and whose streams are not. */
interface OpenFile {
  readonly head: FileHead;
  readonly streams: FileStream[];
}

/** Joins `moreChunks` and `stream` lines to their file. @throws DamageError, as do its calls */
export function createJoiner({ keepsChunks = true, mostChunks = maximumChunksPerFile }: JoinOptions = {}) {
  /** Numbers of the references of the file so far. */
  let numbers = 0;
  const count = ({ length }: ChunkList): void => {
    numbers += length;
    if (numbers > mostChunks * numbersPerChunk) throw new DamageError('a file of impossibly many chunks');
  };
  let content: OpenContent | undefined;
  let file: OpenFile | undefined;
  const open = (line: CatalogLine): OpenContent => {
    if (line.kind === 'moreChunks') throw new DamageError('chunks without a file');
    if (line.kind === 'stream') {
      count(line.chunks);
      if (file?.head.path === line.path) return openContent(line);
      throw new DamageError('a stream without its file');
    }
    if (file !== undefined) throw new DamageError('streams of a file are missing');
    numbers = 0;
    count((line as FileHead).chunks);
    return openContent(line as FileHead);
  };
  const extend = (opened: OpenContent, line: CatalogLine): void => {
    if (line.kind !== 'moreChunks' || line.chunks.length === 0)
      throw new DamageError('chunks of a file are missing');
    count(line.chunks);
    if (keepsChunks) for (const number of line.chunks) opened.chunks.push(number);
    opened.bytes += chunkBytes(line.chunks);
  };
  /** @returns the file once all its streams are there */
  const close = ({ line, chunks }: OpenContent): CatalogEntry | undefined => {
    if (line.kind === 'file') file = { head: { ...line, chunks }, streams: [] };
    else file?.streams.push({ name: line.name, size: line.size, chunks });
    if (file === undefined) return undefined;
    const { streamCount = 0, ...head } = file.head;
    if (file.streams.length < streamCount) return undefined;
    const { streams } = file;
    file = undefined;
    return streamCount === 0 ? head : { ...head, streams };
  };
  /** Most files are one line. */
  const isWhole = (line: CatalogLine): boolean =>
    line.kind === 'file' &&
    line.streamCount === undefined &&
    content === undefined &&
    file === undefined &&
    chunkBytes(line.chunks) === line.size;
  const push = (line: CatalogLine): CatalogEntry | undefined => {
    if (isWhole(line)) return line as FileHead;
    const isContent = line.kind === 'file' || line.kind === 'stream' || line.kind === 'moreChunks';
    if (content !== undefined) extend(content, line);
    else if (isContent || file !== undefined) content = open(line);
    else return line;
    if (content.bytes > content.line.size) throw new DamageError('chunks are longer than their file');
    if (content.bytes < content.line.size) return undefined;
    const whole = content;
    content = undefined;
    return close(whole);
  };
  return {
    push,
    end() {
      if (content !== undefined || file !== undefined) throw new DamageError('catalog ends inside a file');
    },
  };
}

/** Entries of decoded catalog blocks, block by block; files come with all their chunks. @throws DamageError */
export async function* readEntries(
  blocks: AsyncIterable<Buffer> | Iterable<Buffer>,
  options: JoinOptions = {},
): AsyncGenerator<readonly CatalogEntry[]> {
  const joiner = createJoiner(options);
  for await (const block of blocks) {
    let entries: CatalogEntry[] = [];
    for (const line of linesOf(block)) {
      const entry = joiner.push(line);
      if (entry !== undefined) entries.push(entry);
      if (entries.length < entriesPerBatch) continue;
      yield entries;
      entries = [];
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
  options: JoinOptions = {},
): AsyncGenerator<readonly CatalogEntry[]> {
  try {
    yield* readEntries(descriptor.catalogBlocks(dataKey), options);
  } catch (error) {
    throw damageOf(error, 'staging.descriptorDamaged', descriptor.file);
  }
}
