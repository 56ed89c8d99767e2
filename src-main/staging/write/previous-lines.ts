/** @file Worker thread: the catalog of the previous recovery point as it stands: a line that still holds is copied, not read and written anew. */

import { type ByteText, comparePaths } from '../format/byte-text.ts';
import { decodeLine } from '../format/catalog-decode.ts';
import type { CatalogEntry, RootLine } from '../format/catalog-entry.ts';
import { DamageError } from '../format/damage.ts';
import { createJoiner } from '../read/catalog-reader.ts';
import type { PreviousCatalog } from './previous-catalog.ts';

/** A whole line with its end, where it stands, and the volumes that it refers to. */
export interface KeptLine {
  /** Of the previous catalog, with one character per byte. */
  readonly block: string;
  readonly start: number;
  readonly end: number;
  /** The same list again where it is that of the line before. */
  readonly volumes: readonly number[];
}

/** Lines that belong to the file line before them. */
const continuations = ['{"kind":"moreChunks"', '{"kind":"stream"'];
const sparseMember = ',"sparse":true';
const chunksMember = ',"chunks":[';
const noVolumes: readonly number[] = [];
const digitZero = 48;
const comma = 44;
const openBracket = 91;
const closeBracket = 93;
const closeBrace = 125;

/** A whole number, up to the comma behind it. */
function numberAt(text: string, at: number): number {
  let value = 0;
  for (let index = at; text.charCodeAt(index) !== comma && index < text.length; index += 1)
    value = value * 10 + text.charCodeAt(index) - digitZero;
  return value;
}

/**
 * Volumes of `[[volume,position,offset,length],...]}`; 0, a hole, is left out.
 * @param at just behind the opening bracket of the list
 * @param before list of the line before, which is answered again where it is the same single volume
 */
function volumesAt(text: string, at: number, end: number, before: readonly number[]): readonly number[] {
  let volumes = noVolumes;
  for (let start = at; text.charCodeAt(start) === openBracket; ) {
    const volume = numberAt(text, start + 1);
    if (volume !== 0 && volumes.at(-1) !== volume) {
      const isSame = volumes.length === 0 && before.length === 1 && before[0] === volume;
      volumes = isSame ? before : [...volumes, volume];
    }
    const next = text.indexOf(']', start) + 1;
    if (next === 0 || next >= end) break;
    start = text.charCodeAt(next) === comma ? next + 1 : next;
    if (text.charCodeAt(start) === closeBracket) break;
  }
  return volumes;
}

/**
 * @param open starts the decoded blocks from the first one; called again when roots come in another order than before
 * @param damageOf turns what is wrong with a line into what the caller tells
 */
export class PreviousLines implements PreviousCatalog {
  readonly #open: () => AsyncGenerator<Buffer>;
  readonly #damageOf: (error: unknown) => unknown;
  #blocks: AsyncGenerator<Buffer>;
  #block: Buffer = Buffer.alloc(0);
  /** The block with one character per byte. */
  #text = '';
  /** Start of the first line that was not looked at. */
  #at = 0;
  /** What was read last, as long as the walk has not passed it. */
  #entry: CatalogEntry | undefined;
  #joiner = createJoiner();
  #volumes = noVolumes;
  #isInRoot = false;

  constructor(open: () => AsyncGenerator<Buffer>, damageOf: (error: unknown) => unknown) {
    this.#open = open;
    this.#damageOf = damageOf;
    this.#blocks = open();
  }

  async enterRoot(path: ByteText): Promise<RootLine | undefined> {
    let found = await this.#seekRoot(path);
    if (found === undefined) {
      await this.#restart();
      found = await this.#seekRoot(path);
    }
    this.#isInRoot = found !== undefined;
    return found;
  }

  find(path: ByteText): CatalogEntry | undefined | Promise<CatalogEntry | undefined> {
    if (!this.#isInRoot) return undefined;
    const found = this.#search(path);
    return found === undefined ? this.#searchOn(path) : found.entry;
  }

  /**
   * The line of a file, when it begins as told and all of it is known to stand on this line; `find` serves the others.
   * @param head up to the size
   * @param tail what follows, up to where chunks and what the file has beside its content begin
   */
  takeLine(path: ByteText, head: string, tail: string): KeptLine | undefined {
    if (!this.#isInRoot || !this.#pass(path)) return undefined;
    const text = this.#text;
    const start = this.#at;
    if (!text.startsWith(head, start)) return undefined;
    let at = start + head.length;
    if (text.startsWith(sparseMember, at)) at += sparseMember.length;
    if (!text.startsWith(tail, at) || text.charCodeAt(at + tail.length) !== comma) return undefined;
    const end = text.indexOf('\n', at) + 1;
    const isLast = end === 0 || end >= text.length;
    if (isLast || continuations.some((kind) => text.startsWith(kind, end))) return undefined;
    // A quotation mark inside a text is escaped, so this can only be the member itself.
    const chunks = text.indexOf(chunksMember, at + tail.length);
    if (chunks < 0 || chunks >= end) return undefined;
    this.#at = end;
    this.#volumes = volumesAt(text, chunks + chunksMember.length, end, this.#volumes);
    return { block: text, start, end, volumes: this.#volumes };
  }

  /**
   * The line of a folder, when it begins as told; one that has only the same path is passed without reading it.
   * @param head up to the path
   * @param tail what follows, up to where begins what the folder has beside its content
   */
  takeFolder(path: ByteText, head: string, tail: string): KeptLine | undefined {
    if (!this.#isInRoot || !this.#pass(path)) return undefined;
    const text = this.#text;
    const start = this.#at;
    const end = text.indexOf('\n', start) + 1;
    if (end === 0 || !text.startsWith(head, start)) return undefined;
    this.#at = end;
    const at = start + head.length;
    const next = text.charCodeAt(at + tail.length);
    const isSame = text.startsWith(tail, at) && (next === comma || next === closeBrace);
    return isSame ? { block: text, start, end, volumes: noVolumes } : undefined;
  }

  async close(): Promise<void> {
    await this.#blocks.return(undefined);
  }

  /** Lets go of an entry that comes before the path. @returns false when one comes at or after it */
  #pass(path: ByteText): boolean {
    if (this.#entry === undefined) return true;
    if (this.#entry.kind === 'root' || comparePaths(this.#entry.path, path) >= 0) return false;
    this.#entry = undefined;
    return true;
  }

  /** @returns undefined when more has to be read */
  #search(path: ByteText): { readonly entry: CatalogEntry | undefined } | undefined {
    for (;;) {
      this.#entry ??= this.#next();
      const entry = this.#entry;
      if (entry === undefined) return undefined;
      if (entry.kind === 'root') return { entry: undefined };
      const order = comparePaths(entry.path, path);
      if (order >= 0) return { entry: order === 0 ? entry : undefined };
      this.#entry = undefined;
    }
  }

  async #searchOn(path: ByteText): Promise<CatalogEntry | undefined> {
    while (await this.#fill()) {
      const found = this.#search(path);
      if (found !== undefined) return found.entry;
    }
    return undefined;
  }

  async #seekRoot(path: ByteText): Promise<RootLine | undefined> {
    do {
      for (;;) {
        const entry = this.#entry ?? this.#next();
        this.#entry = undefined;
        if (entry === undefined) break;
        if (entry.kind === 'root' && entry.path === path) return entry;
      }
    } while (await this.#fill());
    return undefined;
  }

  /** The next entry of the block that is read; undefined at its end. */
  #next(): CatalogEntry | undefined {
    try {
      while (this.#at < this.#text.length) {
        const end = this.#text.indexOf('\n', this.#at);
        if (end < 0) throw new DamageError('catalog block ends inside a line');
        const line = decodeLine(this.#block.toString('utf8', this.#at, end));
        this.#at = end + 1;
        const entry = this.#joiner.push(line);
        if (entry !== undefined) return entry;
      }
      return undefined;
    } catch (error) {
      throw this.#damageOf(error);
    }
  }

  /** Goes to the next block, when the last one is used up. @returns false at the end */
  async #fill(): Promise<boolean> {
    const next = await this.#blocks.next();
    if (next.done === true) return false;
    this.#block = next.value;
    this.#text = next.value.toString('latin1');
    this.#at = 0;
    return true;
  }

  async #restart(): Promise<void> {
    await this.#blocks.return(undefined);
    this.#blocks = this.#open();
    this.#block = Buffer.alloc(0);
    this.#text = '';
    this.#at = 0;
    this.#entry = undefined;
    this.#joiner = createJoiner();
  }
}
