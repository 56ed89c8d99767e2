/**
 * @file Worker threads: whether the keys of a set are durable. Making them takes a third of a second, in which volumes are written already;
 * but none gets its name before, since nobody could read it after a kill.
 */

const isDurable = 0;

/** @returns what the threads of a backup share */
export function createKeysCell(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** Tells all threads that the keys are durable. */
export function noteKeys(cell: SharedArrayBuffer): void {
  const words = new Int32Array(cell);
  Atomics.store(words, isDurable, 1);
  Atomics.notify(words, isDurable);
}

/** Resolves once the keys are durable. */
export async function keysNoted(cell: SharedArrayBuffer): Promise<void> {
  const waiting = Atomics.waitAsync(new Int32Array(cell), isDurable, 0);
  if (waiting.async) await waiting.value;
}
