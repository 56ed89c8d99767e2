/** @file The limit of this moment in shared memory: the main process writes it, every thread of a backup reads it. */
import { currentLimit, type SpeedLimit, type SpeedSettings } from '../../src-shared/domain/speed-limits.ts';

/** Words of the cell: bytes per second, then thousandths of the processors' time. 0 stands for no limit. */
const cellWords = 2;
const bytesWord = 0;
const shareWord = 1;
const shareSteps = 1000;

/** Work hours begin and end on a minute; a change of the clock is noticed as soon. */
const lookEveryMilliseconds = 10_000;

export interface SpeedLimitCell {
  /** Goes into a worker as part of its input, and from there into further threads. Read it with `readSpeedLimit`. */
  readonly memory: SharedArrayBuffer;
  /** Takes other settings at once, also while the threads run. */
  change(settings: SpeedSettings): void;
  close(): void;
}

/** @param now the computer's own local time, which decides about work hours */
export function createSpeedLimitCell(
  settings: SpeedSettings,
  now: () => Date = () => new Date(),
): SpeedLimitCell {
  const memory = new SharedArrayBuffer(cellWords * Int32Array.BYTES_PER_ELEMENT);
  const words = new Int32Array(memory);
  let chosen = settings;
  const look = (): void => {
    const { bytesPerSecond = 0, cpuShare = 0 } = currentLimit(chosen, now());
    Atomics.store(words, bytesWord, bytesPerSecond);
    Atomics.store(words, shareWord, Math.round(cpuShare * shareSteps));
  };
  look();
  const timer = setInterval(look, lookEveryMilliseconds).unref();
  return {
    memory,
    change(next) {
      chosen = next;
      look();
    },
    close: () => clearInterval(timer),
  };
}

/** What holds right now. Cheap enough for every buffer that a thread reads. */
export function readSpeedLimit(memory: SharedArrayBuffer): SpeedLimit {
  const words = new Int32Array(memory);
  const bytesPerSecond = Atomics.load(words, bytesWord);
  const cpuShare = Atomics.load(words, shareWord) / shareSteps;
  return {
    ...(bytesPerSecond === 0 ? {} : { bytesPerSecond }),
    ...(cpuShare === 0 ? {} : { cpuShare }),
  };
}
