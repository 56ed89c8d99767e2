import { useEffect, useState } from 'react';
import type { Progress } from '../../../src-shared/domain/tasks.ts';

const stalledAfterSeconds = 60;

/** Seconds since the last byte or file moved, once that is a minute or more; `undefined` while things move. */
export function useStalledSeconds(progress: Progress): number | undefined {
  const { doneBytes, doneFiles } = progress;
  const [stalledSeconds, setStalledSeconds] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every moved byte or file starts the wait anew.
  useEffect(() => {
    const since = Date.now();
    setStalledSeconds(undefined);
    const timer = setInterval(() => {
      const seconds = Math.floor((Date.now() - since) / 1000);
      if (seconds >= stalledAfterSeconds) setStalledSeconds(seconds);
    }, 5000);
    return () => clearInterval(timer);
  }, [doneBytes, doneFiles]);
  return stalledSeconds;
}
