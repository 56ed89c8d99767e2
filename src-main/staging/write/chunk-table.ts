/** Where a stored chunk lies. */
export interface ChunkPlace {
  readonly volume: number;
  readonly position: number;
  readonly offset: number;
  readonly length: number;
}

const hashBytes = 32;

/**
 * Chunks by SHA-256, in flat arrays of some 60 bytes per chunk: ten million chunks (10 TB) fit, where a Map would not.
 * Chunks are named by their number, in order of insertion.
 */
export class ChunkTable {
  #count = 0;
  #hashes = Buffer.alloc(1024 * hashBytes);
  #volumes = new Uint32Array(1024);
  #positions = new Float64Array(1024);
  #offsets = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  /** Open addressing; number + 1, or 0 for free. */
  #slots = new Uint32Array(4096);

  get count(): number {
    return this.#count;
  }

  /** @returns number of the chunk, or -1 */
  find(hash: Buffer): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash.readUInt32LE(0) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.#slots[slot] ?? 0) - 1;
      if (number < 0 || hash.compare(this.#hashes, number * hashBytes, (number + 1) * hashBytes) === 0)
        return number;
    }
  }

  /** Adds a chunk that `find` did not find. @returns its number */
  insert(hash: Buffer, place: ChunkPlace): number {
    if (this.#count === this.#volumes.length) this.#grow();
    const number = this.#count;
    this.#count += 1;
    hash.copy(this.#hashes, number * hashBytes);
    this.place(number, place);
    this.#claim(number);
    return number;
  }

  place(number: number, place: ChunkPlace): void {
    this.#volumes[number] = place.volume;
    this.#positions[number] = place.position;
    this.#offsets[number] = place.offset;
    this.#lengths[number] = place.length;
  }

  get(number: number): ChunkPlace {
    return {
      volume: this.#volumes[number] ?? 0,
      position: this.#positions[number] ?? 0,
      offset: this.#offsets[number] ?? 0,
      length: this.#lengths[number] ?? 0,
    };
  }

  /** Copy of a chunk's SHA-256. */
  hash(number: number): Buffer {
    return Buffer.from(this.#hashes.subarray(number * hashBytes, (number + 1) * hashBytes));
  }

  #claim(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes.readUInt32LE(number * hashBytes) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  #grow(): void {
    const capacity = this.#volumes.length * 2;
    const widen = <Numbers extends Uint32Array | Float64Array>(wider: Numbers, numbers: Numbers): Numbers => {
      wider.set(numbers);
      return wider;
    };
    this.#hashes = Buffer.concat([this.#hashes], capacity * hashBytes);
    this.#volumes = widen(new Uint32Array(capacity), this.#volumes);
    this.#positions = widen(new Float64Array(capacity), this.#positions);
    this.#offsets = widen(new Uint32Array(capacity), this.#offsets);
    this.#lengths = widen(new Uint32Array(capacity), this.#lengths);
    this.#slots = new Uint32Array(capacity * 4);
    for (let number = 0; number < this.#count; number += 1) this.#claim(number);
  }
}
