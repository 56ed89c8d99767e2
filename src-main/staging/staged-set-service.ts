/** @file What can be done with a staged backup: check it, change its passphrase. Main process. */
import { stat } from 'node:fs/promises';
import type { JobId, TaskId } from '../../src-shared/domain/ids.ts';
import type { StagingCheck, StagingRecord } from '../../src-shared/domain/job.ts';
import type { TaskKind } from '../../src-shared/domain/tasks.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskControl, TaskRegistry } from '../jobs/task-control.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { StagingService } from './staging-service.ts';
import type { VerifyResult } from './staging-types.ts';

export interface StagedSetParts {
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly staging: StagingService;
  readonly clock: Clock;
}

export interface StagedSetService {
  /**
   * Reads everything back as a task; its outcome stands in the job's record, damage also in the task's warnings.
   * @param passphrase with it every block is authenticated, without it checksums are compared
   * @throws AppError `staging.passphraseWrong`, `staging.pathUnknown`, `staging.descriptorMissing`, `staging.descriptorDamaged`,
   * `job.wrongPhase`, `job.alreadyRunning`
   */
  verify(jobId: JobId, passphrase: string | undefined): Promise<TaskId>;
  /**
   * Replaces the passphrase in the staging location; copies elsewhere keep the old one.
   * @throws AppError `staging.passphraseBusy` while the set is checked or copied, `staging.pathUnknown`, `job.wrongPhase`, and as
   * `StagingService.changePassphrase`
   */
  changePassphrase(jobId: JobId, currentPassphrase: string, newPassphrase: string): Promise<void>;
}

/** Names in the record; the report of a task has more. */
const keptNames = 100;
/** While one of these runs, the files have to stay the same bytes. */
const readers: readonly TaskKind[] = ['prepareDisks', 'verifyStaging', 'staging'];

const isUnfinished = (state: string): boolean =>
  state === 'running' || state === 'paused' || state === 'stopping';

async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new AppError({
    kind: 'environment',
    code: 'staging.pathUnknown',
    params: { path },
    retry: 'same-call',
  });
}

export function createStagedSetService({ jobs, tasks, staging, clock }: StagedSetParts): StagedSetService {
  /** Record of a staging location that is there. */
  async function recordOf(jobId: JobId): Promise<StagingRecord> {
    const job = jobs.get(jobId);
    if (job.staging?.finishedAt === undefined || job.phase === 'cleanedUp') {
      throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
    }
    await requireFolder(job.staging.stagingPath);
    return job.staging;
  }

  function requireUnread(jobId: JobId): void {
    const isRead =
      jobs.get(jobId).phase === 'preparing' ||
      tasks
        .list()
        .some((task) => task.jobId === jobId && readers.includes(task.kind) && isUnfinished(task.state));
    if (isRead) throw new AppError({ kind: 'user', code: 'staging.passphraseBusy', retry: 'same-call' });
  }

  async function keepCheck(jobId: JobId, withPassphrase: boolean, result: VerifyResult): Promise<void> {
    const check: StagingCheck = {
      finishedAt: clock.now().toISOString(),
      withPassphrase,
      volumes: result.volumes,
      bytes: result.bytes,
      damaged: result.damaged
        .slice(0, keptNames)
        .map(({ file, code }) => ({ file, state: code === 'staging.volumeMissing' ? 'missing' : 'damaged' })),
      damagedCount: result.damagedCount,
    };
    await jobs.update(jobId, 'staging.checked', (job) =>
      job.staging === undefined ? {} : { staging: { ...job.staging, check } },
    );
  }

  async function runCheck(
    jobId: JobId,
    { stagingPath, descriptorFile }: StagingRecord,
    dataKey: Uint8Array | undefined,
    control: TaskControl,
  ): Promise<void> {
    const location = { kind: 'folder', path: stagingPath } as const;
    const request = { location, descriptorFile, ...(dataKey === undefined ? {} : { dataKey }) };
    const result = await staging.verify(request, control);
    for (const { file, code } of result.damaged) {
      const isMissing = code === 'staging.volumeMissing';
      control.warn({ code: isMissing ? 'staged.missing' : 'staged.damaged', path: file, reason: '' });
    }
    await keepCheck(jobId, dataKey !== undefined, result);
  }

  return {
    async verify(jobId, passphrase) {
      const record = await recordOf(jobId);
      const { stagingPath, descriptorFile } = record;
      const dataKey =
        passphrase === undefined
          ? undefined
          : await staging.openStaged({ stagingPath, descriptorFile, passphrase });
      return tasks.start(
        {
          kind: 'verifyStaging',
          jobId,
          title: jobs.get(jobId).draft.offlineDetails.importJobName,
          phases: ['verifying', 'done'],
          canPause: true,
          canStop: true,
        },
        (control) => runCheck(jobId, record, dataKey, control),
      );
    },
    async changePassphrase(jobId, currentPassphrase, newPassphrase) {
      const { stagingPath, descriptorFile } = await recordOf(jobId);
      requireUnread(jobId);
      await staging.changePassphrase({ stagingPath, descriptorFile, currentPassphrase, newPassphrase });
    },
  };
}
