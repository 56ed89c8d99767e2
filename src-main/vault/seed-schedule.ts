import type { JobId, TaskId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import { vaultRecordOf } from './vault-layout.ts';

const tickMilliseconds = 5000;

/**
 * Moves imported seeds at their next scheduled backup (R192), by the practice-aware clock. A move that fails waits for the backup
 * after it; the operator may start it at any time.
 */
export function startSeedSchedule(options: {
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly clock: Clock;
  readonly log: Log;
  readonly startMove: (jobId: JobId) => Promise<TaskId>;
}): { stop(): void } {
  const { jobs, tasks, clock, log, startMove } = options;
  let isBusy = false;

  const plan = async (job: JobSnapshot): Promise<void> => {
    await jobs.update(job.id, 'vault.planned', (current) =>
      current.phase === 'imported' ? { vault: vaultRecordOf(current, clock.now()) } : {},
    );
  };
  const look = async (job: JobSnapshot): Promise<void> => {
    const nextRunAt = job.vault?.nextRunAt;
    if (nextRunAt === undefined) {
      // A schedule that never runs would be planned again and again: one record is enough.
      if (job.vault === undefined) await plan(job);
      return;
    }
    if (Date.parse(nextRunAt) > clock.now().getTime()) return;
    await plan(job);
    const isMoving = tasks
      .list()
      .some(
        ({ jobId, kind, finishedAt }) =>
          jobId === job.id && kind === 'moveToVault' && finishedAt === undefined,
      );
    if (!isMoving) await startMove(job.id);
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void (async () => {
      // What another program wrote is moved by that program; the first record of a set moves what came in further import jobs.
      for (const job of jobs
        .list()
        .filter((one) => one.phase === 'imported' && one.opaque === undefined && one.package === undefined)) {
        await look(job).catch((error: unknown) => {
          log.warn({ jobId: job.id, reason: String(error) }, 'scheduled move not started');
        });
      }
    })().finally(() => {
      isBusy = false;
    });
  }, tickMilliseconds).unref();
  return { stop: () => clearInterval(timer) };
}
