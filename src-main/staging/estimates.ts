import { setTimeout as pause } from 'node:timers/promises';
import type { Estimate } from '../../src-shared/contract/initiate-calls.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { InitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { StagingService } from './staging-service.ts';

/** How long a call waits for the end before it answers with what is known. */
const patienceMilliseconds = 1500;

interface Running {
  readonly selection: string;
  readonly abort: AbortController;
  readonly end: Promise<Estimate>;
  latest: Estimate;
}

const nothingYet: Estimate = {
  files: 0,
  folders: 0,
  sourceBytes: 0,
  excludedFiles: 0,
  excludedBytes: 0,
  stagedBytesLow: 0,
  stagedBytesHigh: 0,
  unreadable: 0,
  finished: false,
};

/**
 * The running estimate of each job: one walk at a time, begun anew when the selection changes, answered from the walk that is under
 * way otherwise.
 */
export class Estimates {
  readonly #staging: Pick<StagingService, 'estimate'>;
  readonly #running = new Map<JobId, Running>();

  constructor(staging: Pick<StagingService, 'estimate'>) {
    this.#staging = staging;
  }

  /** @throws AppError what the walk failed with */
  async estimate(jobId: JobId, draft: InitiateDraft): Promise<Estimate> {
    const selection = JSON.stringify([draft.items, draft.exclusions]);
    const known = this.#running.get(jobId);
    const running = known?.selection === selection ? known : this.#start(jobId, selection, draft);
    const patience = pause(patienceMilliseconds, undefined, { ref: false });
    return (await Promise.race([running.end, patience])) ?? running.latest;
  }

  /** Newest figures of a job without walking; undefined until its selection was walked. */
  latest(jobId: JobId): Estimate | undefined {
    return this.#running.get(jobId)?.latest;
  }

  #start(jobId: JobId, selection: string, draft: InitiateDraft): Running {
    this.#running.get(jobId)?.abort.abort();
    const abort = new AbortController();
    const running: Running = {
      selection,
      abort,
      latest: nothingYet,
      end: this.#staging.estimate(
        draft,
        (estimate) => {
          running.latest = estimate;
        },
        abort.signal,
      ),
    };
    running.end.then(
      (estimate) => {
        running.latest = estimate;
      },
      // A failed walk is told to whoever waits for it, and tried again by the next call.
      () => {
        if (this.#running.get(jobId) === running) this.#running.delete(jobId);
      },
    );
    this.#running.set(jobId, running);
    return running;
  }

  /** Ends all walks. */
  close(): void {
    for (const { abort } of this.#running.values()) abort.abort();
    this.#running.clear();
  }
}
