/** @file Worker thread: which chunks are stored and where, shared by all threads that pack. */
import { randomFillSync } from 'node:crypto';
import { type Digest, tagKeyWords, tagOf, tagWords } from './chunk-tag.ts';
import { withLock } from './shared-lock.ts';

/** Where a stored chunk lies. Its length is known to whoever has the chunk. */
export interface ChunkPlace {
  readonly volume: number;
  readonly position: number;
  readonly offset: number;
}

/** Shared memory of an index; travels into other threads. */
export interface ChunkIndexMemory {
  readonly header: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
}

/** Record: tag, then volume (24 bits) and upper position (8), lower position (32), offset (32). 24 bytes. */
const recordWords = tagWords + 3;
const volumeWord = tagWords;
const lowWord = tagWords + 1;
const offsetWord = tagWords + 2;
const volumeBits = 24;
const volumeMask = 0xff_ffff;
/** Volumes are counted in the bits that a record has for them. */
export const highestVolumeNumber = volumeMask;

const lockAt = 0;
const countAt = 1;
const slotCountAt = 2;
const keyAt = 3;

/** A table that need not grow below some 800,000 chunks: growing means entering all of them again. */
const firstSlots = 1_048_576;
const firstRecords = 32_768;
const recordStep = 262_144;
/** Slots grow by a quarter when they are this full, so that they cost 5 to 7 bytes per chunk at any size. */
const fullest = 0.8;
const growth = 1.25;
/** More than 100 TB; only what is used costs memory. */
const maximumChunks = 120_000_000;

/** @returns memory of an empty index, about 5 MiB */
export function createChunkIndexMemory(): ChunkIndexMemory {
  const header = new SharedArrayBuffer((keyAt + tagKeyWords) * 4);
  const records = new SharedArrayBuffer(firstRecords * recordWords * 4, {
    maxByteLength: maximumChunks * recordWords * 4,
  });
  const slots = new SharedArrayBuffer(firstSlots * 4, {
    maxByteLength: Math.ceil(maximumChunks * 2) * 4,
  });
  const words = new Int32Array(header);
  words[slotCountAt] = firstSlots;
  randomFillSync(new Uint8Array(header, keyAt * 4));
  return { header, records, slots };
}

/**
 * Chunks by their SHA-256: 24 bytes of record and 5 to 7 of slot for each. Threads share one memory; every call is safe in any of
 * them. A chunk is named by its number, in order of insertion.
 */
export class ChunkIndex {
  readonly #header: Int32Array;
  readonly #key: Uint32Array;
  readonly #memory: ChunkIndexMemory;
  readonly #records: Int32Array;
  /** Open addressing; number + 1, or 0 for free. */
  readonly #slots: Int32Array;
  readonly #tag = new Uint32Array(tagWords);

  constructor(memory: ChunkIndexMemory) {
    this.#memory = memory;
    this.#header = new Int32Array(memory.header);
    this.#key = new Uint32Array(memory.header, keyAt * 4, tagKeyWords);
    this.#records = new Int32Array(memory.records);
    this.#slots = new Int32Array(memory.slots);
  }

  get count(): number {
    return Atomics.load(this.#header, countAt);
  }

  /** Bytes of memory that the index takes. */
  get memoryBytes(): number {
    return this.#memory.records.byteLength + this.#memory.slots.byteLength;
  }

  /**
   * Looks a chunk up and takes it on when it is new; whoever did that has to store it and to `publish` its place.
   * @param digest SHA-256
   * @returns the chunk's number, or the complement (`~number`) when it is new
   */
  claim(digest: Digest): number {
    tagOf(digest, this.#key, this.#tag);
    return withLock(this.#header, lockAt, () => this.#claim());
  }

  /** Adds a chunk whose place is known; one that is there already keeps its first place. */
  insert(digest: Digest, place: ChunkPlace): void {
    const number = this.claim(digest);
    if (number < 0) this.publish(~number, place);
  }

  /** Makes the place of a claimed chunk known. @throws RangeError for a volume or position beyond the index */
  publish(number: number, { volume, position, offset }: ChunkPlace): void {
    const upper = Math.floor(position / 0x1_0000_0000);
    if (volume < 1 || volume > volumeMask || upper > 0xff) throw new RangeError('chunk beyond the index');
    const at = number * recordWords;
    this.#records[at + lowWord] = position | 0;
    this.#records[at + offsetWord] = offset;
    // Last and atomic: whoever sees the volume sees the rest.
    Atomics.store(this.#records, at + volumeWord, volume | (upper << volumeBits));
  }

  /** @returns undefined while the chunk is claimed but not stored */
  place(number: number): ChunkPlace | undefined {
    const at = number * recordWords;
    const word = Atomics.load(this.#records, at + volumeWord);
    if (word === 0) return undefined;
    return {
      volume: word & volumeMask,
      position: (word >>> volumeBits) * 0x1_0000_0000 + ((this.#records[at + lowWord] ?? 0) >>> 0),
      offset: this.#records[at + offsetWord] ?? 0,
    };
  }

  #claim(): number {
    const slotCount = this.#header[slotCountAt] ?? 0;
    const [first = 0, second = 0, third = 0] = this.#tag;
    for (let slot = slotOf(first, slotCount); ; slot = slot + 1 === slotCount ? 0 : slot + 1) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0) return ~this.#insertAt(slot, slotCount);
      const at = number * recordWords;
      if (
        this.#records[at] === (first | 0) &&
        this.#records[at + 1] === (second | 0) &&
        this.#records[at + 2] === (third | 0)
      ) {
        return number;
      }
    }
  }

  #insertAt(slot: number, slotCount: number): number {
    const number = this.#header[countAt] ?? 0;
    if (number >= maximumChunks) throw new RangeError('more chunks than the index can hold');
    const at = number * recordWords;
    if (at + recordWords > this.#records.length) this.#growRecords();
    for (let word = 0; word < tagWords; word += 1) this.#records[at + word] = this.#tag[word] ?? 0;
    this.#slots[slot] = number + 1;
    Atomics.store(this.#header, countAt, number + 1);
    if (number + 1 > slotCount * fullest) this.#growSlots(slotCount, number + 1);
    return number;
  }

  #growRecords(): void {
    const { records } = this.#memory;
    const step = Math.max(recordStep, Math.floor(this.count / 16));
    records.grow(Math.min(records.maxByteLength, records.byteLength + step * recordWords * 4));
  }

  #growSlots(slotCount: number, count: number): void {
    const { slots } = this.#memory;
    const wider = Math.floor(slotCount * growth);
    slots.grow(wider * 4);
    this.#slots.fill(0);
    this.#header[slotCountAt] = wider;
    for (let number = 0; number < count; number += 1) {
      let slot = slotOf((this.#records[number * recordWords] ?? 0) >>> 0, wider);
      while (this.#slots[slot] !== 0) slot = slot + 1 === wider ? 0 : slot + 1;
      this.#slots[slot] = number + 1;
    }
  }
}

/** Spreads a 32-bit word evenly over any number of slots. */
function slotOf(word: number, slotCount: number): number {
  return Math.floor((word / 0x1_0000_0000) * slotCount);
}
