/** @file Runs in the copy worker: what all steps of one run share: memory, progress, pause and stop. */
import { join } from 'node:path';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { createFileFinder, type FileFinder } from '../../staging/read/file-finder.ts';
import type { CopyFile, CopyInput } from './copy-types.ts';
import { PieceMemory, piecesPerDrive } from './piece-memory.ts';
import { WaitClock } from './wait-clock.ts';

const reportEveryMilliseconds = 200;

export class CopyRun {
  readonly input: CopyInput;
  readonly control: WorkerControl;
  readonly clock = new WaitClock();
  readonly memory: PieceMemory;
  readonly #staging: FileFinder;
  #doneBytes = 0;
  #doneFiles = 0;
  #reportedAt = 0;

  constructor(input: CopyInput, control: WorkerControl) {
    this.input = input;
    this.control = control;
    this.memory = new PieceMemory(piecesPerDrive(input.drivesAtOnce));
    this.#staging = createFileFinder(input.stagingPath);
  }

  /** Where a file lies in staging: in the location itself, or in a further folder that took it when that was full. */
  sourceOf(file: CopyFile): string {
    return this.#staging.pathOf(file.name);
  }

  pathOf(file: CopyFile): string {
    const { target } = this.input;
    return join(target.rootPath, target.sessionFolder, file.name);
  }

  startPhase(phase: 'copying' | 'verifying'): void {
    this.#doneBytes = 0;
    this.#doneFiles = 0;
    this.clock.restart();
    this.control.setPhase(phase);
    this.#report();
  }

  advance(bytes: number): void {
    this.#doneBytes += bytes;
    if (performance.now() - this.#reportedAt >= reportEveryMilliseconds) this.#report();
  }

  /** Takes back what an attempt counted that has to be made again. */
  takeBack(bytes: number): void {
    this.#doneBytes -= bytes;
  }

  get doneBytes(): number {
    return this.#doneBytes;
  }

  finishFile(): void {
    this.#doneFiles += 1;
    this.#report();
  }

  #report(): void {
    const { bottleneck } = this.clock;
    this.#reportedAt = performance.now();
    this.control.report({
      doneBytes: this.#doneBytes,
      totalBytes: this.input.files.reduce((sum, file) => sum + file.bytes, 0),
      doneFiles: this.#doneFiles,
      totalFiles: this.input.files.length,
      ...(bottleneck === undefined ? {} : { bottleneck }),
    });
  }
}
