/** @file Runs in the copy worker: what all steps of one run share: buffers, progress, pause and stop. */
import { join } from 'node:path';
import { pageRangeBytes } from '../../../src-shared/domain/capacity-planning.ts';
import type { Bottleneck } from '../../../src-shared/domain/tasks.ts';
import type { WorkerControl } from '../../platform/node/worker-task.ts';
import { createAlignedBuffers } from './aligned-buffers.ts';
import type { CopyFile, CopyInput } from './copy-types.ts';

/** Six pieces of 4 MiB: one being read, one being hashed, four being written. The memory of a drive stays at 24 MiB. */
const bufferCount = 6;
const reportEveryMilliseconds = 200;
/** How much longer the run must have waited for one side than for the other to call it the bottleneck. */
const clearlyMore = 1.2;

/** Adds up what the run waited for; the largest share is what limits the speed. */
class WaitClock {
  readonly #waited = new Map<Bottleneck, number>();

  async waiting<Value>(side: Bottleneck, promise: Promise<Value> | undefined): Promise<Value | undefined> {
    const since = performance.now();
    const value = await promise;
    this.#waited.set(side, (this.#waited.get(side) ?? 0) + performance.now() - since);
    return value;
  }

  get bottleneck(): Bottleneck | undefined {
    const [first, second] = [...this.#waited].sort((one, other) => other[1] - one[1]);
    if (first === undefined) return undefined;
    return second === undefined || first[1] > clearlyMore * second[1] ? first[0] : undefined;
  }

  restart(): void {
    this.#waited.clear();
  }
}

export class CopyRun {
  readonly input: CopyInput;
  readonly control: WorkerControl;
  readonly clock = new WaitClock();
  readonly buffers = createAlignedBuffers(bufferCount, pageRangeBytes);
  #doneBytes = 0;
  #doneFiles = 0;
  #reportedAt = 0;

  constructor(input: CopyInput, control: WorkerControl) {
    this.input = input;
    this.control = control;
  }

  buffer(slot: number): Buffer {
    const buffer = this.buffers[slot];
    if (buffer === undefined) throw new RangeError(`No buffer ${slot}`);
    return buffer;
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
