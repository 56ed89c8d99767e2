/** Time as the job sees it. In practice mode it runs ahead when the operator skips waiting; deadlines and schedules follow it. */
export interface Clock {
  now(): Date;
  /** Resolves when this clock (not the wall clock) has moved on by so many milliseconds; rejects when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
