/** @file The practice world's time. The process that owns the world moves it; attached processes follow its state file. */
import { join } from 'node:path';
import { z } from 'zod';
import type { PracticeClock } from '../ports.ts';
import { readStateFile, writeStateFile } from './state-file.ts';

const clockStateSchema = z.strictObject({
  format: z.literal('practice-clock'),
  version: z.literal(1),
  /** How far practice time is ahead of real time. */
  offsetMilliseconds: z.number().min(0).max(1e15),
});

const longestTimerMilliseconds = 60 * 60 * 1000;

interface Sleeper {
  readonly dueAtMilliseconds: number;
  wake(): void;
  timer: NodeJS.Timeout | undefined;
}

export interface FolderClock extends PracticeClock {
  /** Takes over what another process wrote. */
  refresh(): Promise<void>;
}

class OffsetClock implements FolderClock {
  readonly #path: string;
  readonly #sleepers = new Set<Sleeper>();
  #offsetMilliseconds = 0;

  constructor(path: string) {
    this.#path = path;
  }

  now(): Date {
    return new Date(this.#nowMilliseconds());
  }

  #nowMilliseconds(): number {
    return Date.now() + this.#offsetMilliseconds;
  }

  async refresh(): Promise<void> {
    const state = await readStateFile(this.#path, clockStateSchema);
    this.#setOffset(state?.offsetMilliseconds ?? 0);
  }

  /** Time never goes back: a smaller offset is ignored. */
  #setOffset(offsetMilliseconds: number): void {
    if (offsetMilliseconds <= this.#offsetMilliseconds) return;
    this.#offsetMilliseconds = offsetMilliseconds;
    for (const sleeper of this.#sleepers) this.#arm(sleeper);
  }

  async advanceTo(moment: Date): Promise<void> {
    const offsetMilliseconds = moment.getTime() - Date.now();
    if (offsetMilliseconds <= this.#offsetMilliseconds) return;
    await writeStateFile(this.#path, { format: 'practice-clock', version: 1, offsetMilliseconds });
    this.#setOffset(offsetMilliseconds);
  }

  #arm(sleeper: Sleeper): void {
    clearTimeout(sleeper.timer);
    const leftMilliseconds = sleeper.dueAtMilliseconds - this.#nowMilliseconds();
    if (leftMilliseconds <= 0) {
      sleeper.wake();
      return;
    }
    sleeper.timer = setTimeout(
      () => this.#arm(sleeper),
      Math.min(leftMilliseconds, longestTimerMilliseconds),
    );
    sleeper.timer.unref();
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const end = (): void => {
        clearTimeout(sleeper.timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueAtMilliseconds: this.#nowMilliseconds() + milliseconds,
        wake: () => {
          end();
          resolve();
        },
        timer: undefined,
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#arm(sleeper);
    });
  }
}

/** @param folder of the practice world; the clock keeps `clock.json` there */
export async function openPracticeClock(folder: string): Promise<FolderClock> {
  const clock = new OffsetClock(join(folder, 'clock.json'));
  await clock.refresh();
  return clock;
}
