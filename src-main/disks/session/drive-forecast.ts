/** @file Main process: how long drives that are written side by side still take. */
import { createMeasuredProgress, type MeasuredProgress } from '../../jobs/measured-progress.ts';

/** One drive of several: bytes written plus bytes read back, of all that it has to write and read back. */
export interface DriveWork {
  readonly driveId: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/** Measures every drive by itself: at the end the slowest one works on alone, and the rate of all of them says nothing about it. */
export interface DriveForecast {
  /**
   * @param running drives that work now; the others are forgotten
   * @returns seconds that the slowest of them still takes; undefined until one can be told honestly
   */
  longest(running: readonly DriveWork[]): number | undefined;
  /** Forgets the measurement: after a pause the old rates say nothing. */
  restart(): void;
}

/** @param now milliseconds of a clock that never jumps */
export function createDriveForecast(now: () => number): DriveForecast {
  let drives = new Map<string, MeasuredProgress>();
  return {
    longest(running) {
      drives = new Map(
        running.map(({ driveId, ...work }) => {
          const measured = drives.get(driveId) ?? createMeasuredProgress(now);
          measured.report(work);
          return [driveId, measured];
        }),
      );
      const left = [...drives.values()].flatMap((measured) => measured.read(true).secondsLeft ?? []);
      return left.length === 0 ? undefined : Math.max(...left);
    },
    restart() {
      for (const measured of drives.values()) measured.restart();
    },
  };
}
