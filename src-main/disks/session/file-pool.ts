import { fileCostBytes, largestFirst } from '../../../src-shared/domain/capacity-planning.ts';
import type { CopyFile } from '../copy/copy-types.ts';

/** Files of a session that no drive has yet. Handing out is by room: largest first, whatever still fits. */
export class FilePool {
  #files: CopyFile[];

  constructor(files: readonly CopyFile[]) {
    this.#files = largestFirst(files);
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  get files(): readonly CopyFile[] {
    return this.#files;
  }

  get bytes(): number {
    return this.#files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** What a single further drive must have room for. */
  get costBytes(): number {
    return this.#files.reduce((sum, file) => sum + fileCostBytes(file), 0);
  }

  /** True when at least one file fits into so much room. */
  fitsAny(roomBytes: number): boolean {
    const smallest = this.#files.at(-1);
    return smallest !== undefined && fileCostBytes(smallest) <= roomBytes;
  }

  /** Takes named files out, in the order of the pool. */
  takeNamed(names: ReadonlySet<string>): CopyFile[] {
    return this.#takeWhere((file) => names.has(file.name));
  }

  /**
   * Takes what fits.
   * @param present names that lie on the drive already; they cost nothing and come first
   */
  takeFitting(roomBytes: number, present: ReadonlySet<string>): CopyFile[] {
    let leftBytes = roomBytes;
    const here = this.takeNamed(present);
    const fitting = this.#takeWhere((file) => {
      const cost = fileCostBytes(file);
      if (cost > leftBytes) return false;
      leftBytes -= cost;
      return true;
    });
    return [...here, ...fitting];
  }

  giveBack(files: readonly CopyFile[]): void {
    const names = new Set(this.#files.map(({ name }) => name));
    this.#files = largestFirst([...this.#files, ...files.filter(({ name }) => !names.has(name))]);
  }

  #takeWhere(isTaken: (file: CopyFile) => boolean): CopyFile[] {
    const taken: CopyFile[] = [];
    const left: CopyFile[] = [];
    for (const file of this.#files) (isTaken(file) ? taken : left).push(file);
    this.#files = left;
    return taken;
  }
}
