/** @file Worker thread: stores every chunk once, gathers small ones into blocks of about 1 MiB. */
import { hash } from 'node:crypto';
import { blockKinds, encodeBlock } from '../format/block.ts';
import { numbersPerChunk } from '../format/catalog-entry.ts';
import type { ChunkTable } from './chunk-table.ts';
import type { BlockMember, VolumeWriter } from './volume-writer.ts';
import type { WriteLimits } from './write-limits.ts';

/** Chunk references of a file that is being read; whole once nothing is pending any more. */
export interface FileContent {
  readonly chunks: number[];
  /** References into the block that is being gathered; their place is not known yet. */
  pending: number;
}

export function emptyContent(): FileContent {
  return { chunks: [], pending: 0 };
}

export interface ChunkStore {
  /** Chunks that did not have to be written. */
  readonly duplicateBytes: number;
  add(content: FileContent, bytes: Buffer): void;
  addHole(content: FileContent, length: number): void;
  /** Writes the gathered block, so that nothing is pending. */
  flush(): void;
}

interface Fixup {
  readonly content: FileContent;
  readonly index: number;
  readonly number: number;
}

const pendingVolume = 0;

function pushReference(
  content: FileContent,
  volume: number,
  position: number,
  offset: number,
  length: number,
): void {
  content.chunks.push(volume, position, offset, length);
}

/** @param table chunks that are stored already; new ones are added to it */
export function createChunkStore(volumes: VolumeWriter, table: ChunkTable, limits: WriteLimits): ChunkStore {
  const gathered = Buffer.allocUnsafe(limits.gatheredBlockBytes + limits.smallBytes);
  let used = 0;
  let members: BlockMember[] = [];
  let numbers: number[] = [];
  let fixups: Fixup[] = [];
  let duplicateBytes = 0;

  const flush = (): void => {
    if (members.length === 0) return;
    const { volume, position } = volumes.append(
      encodeBlock(blockKinds.content, gathered.subarray(0, used)),
      members,
    );
    for (const [index, number] of numbers.entries()) {
      const { offset = 0, length = 0 } = members[index] ?? {};
      table.place(number, { volume, position, offset, length });
    }
    for (const { content, index, number } of fixups) {
      const place = table.get(number);
      content.chunks[index] = place.volume;
      content.chunks[index + 1] = place.position;
      content.chunks[index + 2] = place.offset;
      content.pending -= 1;
    }
    used = 0;
    members = [];
    numbers = [];
    fixups = [];
  };
  const refer = (content: FileContent, number: number): void => {
    const place = table.get(number);
    if (place.volume === pendingVolume) {
      fixups.push({ content, index: content.chunks.length, number });
      content.pending += 1;
    }
    pushReference(content, place.volume, place.position, place.offset, place.length);
  };
  const gather = (content: FileContent, bytes: Buffer, digest: Buffer): void => {
    const place = { volume: pendingVolume, position: 0, offset: used, length: bytes.length };
    const number = table.insert(digest, place);
    bytes.copy(gathered, used);
    members.push({ hash: digest, offset: used, length: bytes.length });
    numbers.push(number);
    used += bytes.length;
    refer(content, number);
    if (used >= limits.gatheredBlockBytes || members.length >= limits.gatheredBlockChunks) flush();
  };
  return {
    get duplicateBytes() {
      return duplicateBytes;
    },
    add(content, bytes) {
      if (bytes.length === 0) return;
      const digest = hash('sha256', bytes, 'buffer');
      const known = table.find(digest);
      if (known >= 0) {
        duplicateBytes += bytes.length;
        refer(content, known);
      } else if (bytes.length < limits.smallBytes) {
        gather(content, bytes, digest);
      } else {
        const length = bytes.length;
        const block = encodeBlock(blockKinds.content, bytes);
        const { volume, position } = volumes.append(block, [{ hash: digest, offset: 0, length }]);
        refer(content, table.insert(digest, { volume, position, offset: 0, length }));
      }
    },
    addHole(content, length) {
      const last = content.chunks.length - numbersPerChunk;
      if (
        last >= 0 &&
        content.chunks[last] === 0 &&
        content.chunks[last + 1] === 0 &&
        content.pending === 0
      ) {
        content.chunks[last + 3] = (content.chunks[last + 3] ?? 0) + length;
      } else pushReference(content, 0, 0, 0, length);
    },
    flush,
  };
}
