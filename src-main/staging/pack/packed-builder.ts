import type { PackedFiles, PackRemark } from './pack-messages.ts';

/** Gathers the content of the files of one job. */
export class PackedBuilder {
  readonly #counts: number[] = [];
  readonly #remarks = new Map<number, PackRemark>();
  #numbers: number[] = [];
  #lengths: number[] = [];
  #firstOfFile = 0;

  /** @param number index number, or -1 for a hole */
  add(number: number, length: number): void {
    this.#numbers.push(number);
    this.#lengths.push(length);
  }

  /** Forgets what was added for the file that is being read. */
  dropFile(): void {
    this.#numbers.length = this.#firstOfFile;
    this.#lengths.length = this.#firstOfFile;
  }

  endFile(remark?: PackRemark): void {
    if (remark !== undefined) this.#remarks.set(this.#counts.length, remark);
    this.#counts.push(this.#numbers.length - this.#firstOfFile);
    this.#firstOfFile = this.#numbers.length;
  }

  build(): PackedFiles {
    return {
      counts: Uint32Array.from(this.#counts),
      numbers: Int32Array.from(this.#numbers),
      lengths: Uint32Array.from(this.#lengths),
      remarks: this.#remarks,
    };
  }
}
