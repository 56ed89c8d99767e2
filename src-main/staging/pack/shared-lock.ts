/** @file Worker thread: a lock in shared memory, for threads of one process. */

const free = 0;
const held = 1;
const contended = 2;

/** Holds one 32-bit word as a lock while `work` runs. Never call it from a thread that must not block. */
export function withLock<Value>(words: Int32Array, index: number, work: () => Value): Value {
  let found = Atomics.compareExchange(words, index, free, held);
  if (found !== free) {
    if (found !== contended) found = Atomics.exchange(words, index, contended);
    while (found !== free) {
      Atomics.wait(words, index, contended);
      found = Atomics.exchange(words, index, contended);
    }
  }
  try {
    return work();
  } finally {
    if (Atomics.exchange(words, index, free) === contended) Atomics.notify(words, index, 1);
  }
}
