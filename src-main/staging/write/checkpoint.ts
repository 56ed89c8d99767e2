/** @file Worker thread: when the catalog is written for a run after a kill: often in a young run, less so in one that goes on for hours. */

const firstMilliseconds = 100;
const longestMilliseconds = 5000;
/** Share of a run's age after which the next one is due. */
const ageShare = 1 / 20;

export interface Checkpoint {
  /** Runs the work when it is time. */
  look(): void;
}

export function createCheckpoint(write: () => void): Checkpoint {
  const startedAt = performance.now();
  let writtenAt = startedAt;
  return {
    look() {
      const now = performance.now();
      const due = Math.min(longestMilliseconds, Math.max(firstMilliseconds, (now - startedAt) * ageShare));
      if (now - writtenAt < due) return;
      writtenAt = now;
      write();
    },
  };
}
