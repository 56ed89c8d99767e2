/** @file Worker thread: lines of the previous catalog that still hold and stand side by side in it, copied as one piece. */
import type { KeptLine } from './previous-lines.ts';

/**
 * Of a tree of which little changed nearly everything is such lines: as a piece of text for some hundred of them they wait and are written
 * for a fraction of what an object for each costs.
 */
export class KeptRun {
  readonly #block: string;
  readonly #start: number;
  #end: number;
  #lastVolumes: readonly number[] = [];
  readonly #volumes = new Set<number>();
  #isClosed = false;
  files = 0;
  folders = 0;
  /** Of the files' content. */
  sourceBytes = 0;

  constructor({ block, start }: KeptLine) {
    this.#block = block;
    this.#start = start;
    this.#end = start;
  }

  /** @param sizeBytes of a file; undefined for a folder. @returns false when the line does not stand right behind, or the run is written */
  add({ block, start, end, volumes }: KeptLine, sizeBytes: number | undefined): boolean {
    if (this.#isClosed || start !== this.#end || block !== this.#block) return false;
    this.#end = end;
    if (sizeBytes === undefined) this.folders += 1;
    else {
      this.files += 1;
      this.sourceBytes += sizeBytes;
    }
    // Neighbours lie in the same volume, as a rule.
    if (volumes !== this.#lastVolumes) for (const volume of volumes) this.#volumes.add(volume);
    this.#lastVolumes = volumes;
    return true;
  }

  /** Ends the run. */
  close(): void {
    this.#isClosed = true;
  }

  /** Whole lines with their ends, one character per byte. */
  get text(): string {
    return this.#block.slice(this.#start, this.#end);
  }

  /** That the lines refer to. */
  get volumes(): ReadonlySet<number> {
    return this.#volumes;
  }
}
