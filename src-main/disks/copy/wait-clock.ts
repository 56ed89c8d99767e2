import type { Bottleneck } from '../../../src-shared/domain/tasks.ts';

/** How much longer the run must have waited for one side than for the other to call it the bottleneck. */
const clearlyMore = 1.2;

/** Adds up what the run waited for; the largest share is what limits the speed. */
export class WaitClock {
  readonly #now: () => number;
  readonly #waited = new Map<Bottleneck, number>();

  /** @param now milliseconds of a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  async waiting<Value>(side: Bottleneck, promise: Promise<Value> | undefined): Promise<Value | undefined> {
    const since = this.#now();
    const value = await promise;
    this.#waited.set(side, (this.#waited.get(side) ?? 0) + this.#now() - since);
    return value;
  }

  /** Undefined before anything was waited for, and while no side stands out. */
  get bottleneck(): Bottleneck | undefined {
    const [first, second] = [...this.#waited].sort((one, other) => other[1] - one[1]);
    if (first === undefined) return undefined;
    return second === undefined || first[1] > clearlyMore * second[1] ? first[0] : undefined;
  }

  restart(): void {
    this.#waited.clear();
  }
}
