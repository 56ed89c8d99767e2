/** Runs work with the same key one after the other, work with different keys side by side. */
export interface Queues<Key> {
  run<Value>(key: Key, work: () => Promise<Value>): Promise<Value>;
  /** Resolves when everything that was queued so far has ended. */
  settled(): Promise<void>;
}

export function createQueues<Key>(): Queues<Key> {
  const tails = new Map<Key, Promise<unknown>>();
  return {
    run(key, work) {
      const previous = tails.get(key) ?? Promise.resolve();
      const result = previous.then(work);
      // The next in line must run whatever became of this one; whoever asked for this one hears of its failure.
      const tail = result.then(
        () => undefined,
        () => undefined,
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      return result;
    },
    async settled() {
      await Promise.all(tails.values());
    },
  };
}
