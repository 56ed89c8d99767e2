import { isAbsolute, join } from 'node:path';
import type { RecoverResult } from '../../src-shared/contract/recover-calls.ts';
import type { JobId, RecoveryPointId, TaskId } from '../../src-shared/domain/ids.ts';
import type { RecoveryPointSummary } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { TaskRegistry } from '../jobs/task-control.ts';
import { writeFileAtomically } from '../platform/node/atomic-file.ts';
import { systemErrorCode } from '../platform/node/unexpected-error.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { StagingService } from '../staging/staging-service.ts';
import type { RestoreRequest } from '../staging/staging-types.ts';
import { buildPointIndex, type EntryList } from './point-index.ts';
import { locatePoint } from './points.ts';
import { requireTarget, runRecover } from './recover-run.ts';
import { createRecoverSessions, type RecoverSession } from './recover-sessions.ts';
import type { VaultAzure } from './vault-azure.ts';

const shownEntries = 10_000;
const shownMatches = 1000;
/** Results of finished recoveries that can still be asked for. */
const keptResults = 50;

export interface RecoverStart {
  readonly sessionId: string;
  readonly selection: readonly string[];
  readonly target: RestoreRequest['target'];
  readonly conflict: RestoreRequest['conflict'];
  readonly compareWithSource: boolean;
}

/** Recovery from the vault, never from staging: only so it proves that the vault holds what it should. */
export interface RecoverService {
  /** Newest first. */
  points(jobId: JobId): readonly RecoveryPointSummary[];
  /** @throws AppError `staging.passphraseWrong`, `staging.descriptorDamaged`, `vault.pointNotFound`, `azure.*` */
  open(
    jobId: JobId,
    pointId: RecoveryPointId,
    passphrase: string,
  ): Promise<{ readonly sessionId: string; readonly point: RecoveryPointSummary }>;
  closeSession(sessionId: string): void;
  /** @throws AppError `vault.sessionExpired`, `staging.descriptorDamaged` */
  browse(sessionId: string, path: string): Promise<EntryList>;
  search(sessionId: string, text: string): Promise<EntryList>;
  /** @throws AppError `vault.sessionExpired`, `vault.nothingSelected`, `vault.targetInvalid`, `job.alreadyRunning`, `azure.*` */
  start(start: RecoverStart): Promise<TaskId>;
  /** What a recovery has brought so far. @throws AppError `task.notFound` */
  result(taskId: TaskId): RecoverResult;
  /** @returns path of the report. @throws AppError `task.notFound`, `vault.writeFailed` */
  saveReport(taskId: TaskId, folder: string): Promise<string>;
  close(): Promise<void>;
}

interface KeptResult {
  readonly jobId: JobId;
  readonly point: RecoveryPointSummary;
  readonly request: Pick<RestoreRequest, 'selection' | 'target' | 'conflict'>;
  result: RecoverResult;
}

const nothingYet: RecoverResult = {
  restoredFiles: 0,
  restoredBytes: 0,
  skipped: [],
  failed: [],
  skippedCount: 0,
  failedCount: 0,
};

export function createRecoverService(options: {
  readonly jobs: JobStore;
  readonly tasks: TaskRegistry;
  readonly clock: Clock;
  readonly staging: StagingService;
  readonly azure: VaultAzure;
}): RecoverService {
  const { jobs, tasks, clock, staging, azure } = options;
  const sessions = createRecoverSessions();
  const results = new Map<TaskId, KeptResult>();

  const keptOf = (taskId: TaskId): KeptResult => {
    const kept = results.get(taskId);
    if (kept !== undefined) return kept;
    throw new AppError({ kind: 'user', code: 'task.notFound', params: { taskId } });
  };
  const keep = (taskId: TaskId, kept: KeptResult): void => {
    results.set(taskId, kept);
    const [oldest] = results.keys();
    if (results.size > keptResults && oldest !== undefined) results.delete(oldest);
  };

  return {
    points: (jobId) =>
      [...(jobs.get(jobId).vault?.points ?? [])].sort((left, right) =>
        right.createdAt.localeCompare(left.createdAt),
      ),
    async open(jobId, pointId, passphrase) {
      const { point, descriptorFile, location } = await locatePoint(azure, jobs.get(jobId), pointId);
      const dataKey = await staging.unlock(location, descriptorFile, passphrase);
      const reader = await staging.openPoint(location, descriptorFile, dataKey);
      const index = buildPointIndex(reader.entries()).finally(() => reader.close());
      // Whoever browses hears of a damaged catalog; until somebody does, it is not a crash.
      index.catch(() => undefined);
      return { sessionId: sessions.add({ jobId, point, dataKey, index }), point };
    },
    closeSession: (sessionId) => sessions.close(sessionId),
    browse: async (sessionId, path) => (await sessions.get(sessionId).index).children(path, shownEntries),
    search: async (sessionId, text) => (await sessions.get(sessionId).index).search(text, shownMatches),
    async start({ sessionId, selection, target, conflict, compareWithSource }) {
      const session = sessions.get(sessionId);
      const job = jobs.get(session.jobId);
      await requireTarget(target);
      await requireSelection(session, selection);
      const { descriptorFile, location } = await locatePoint(azure, job, session.point.id);
      const dataKey = Uint8Array.from(session.dataKey);
      const request: RestoreRequest = { location, descriptorFile, dataKey, selection, target, conflict };
      const kept: KeptResult = {
        jobId: job.id,
        point: session.point,
        request: { selection, target, conflict },
        result: nothingYet,
      };
      const taskId = tasks.start(
        {
          kind: 'recover',
          jobId: job.id,
          title: job.importJob?.name ?? job.machineName,
          phases: ['readingRecoveryPoint', 'restoring', ...(compareWithSource ? ['comparing' as const] : [])],
          canPause: true,
          canStop: true,
        },
        (control) =>
          runRecover(staging, { request, compareWithSource, selection: job.draft }, control, (result) => {
            kept.result = result;
          }).finally(() => dataKey.fill(0)),
      );
      keep(taskId, kept);
      return taskId;
    },
    result: (taskId) => keptOf(taskId).result,
    saveReport: (taskId, folder) => saveReport(keptOf(taskId), folder, clock.now()),
    async close() {
      sessions.closeAll();
    },
  };
}

/** @throws AppError `vault.nothingSelected` naming what is not in the point */
async function requireSelection(session: RecoverSession, selection: readonly string[]): Promise<void> {
  const missing = (await session.index).missing(selection);
  if (missing.length === 0) return;
  throw new AppError({
    kind: 'user',
    code: 'vault.nothingSelected',
    params: { path: missing[0]?.slice(0, 4096) ?? '' },
    field: 'selection',
    retry: 'choose-again',
  });
}

async function saveReport(kept: KeptResult, folder: string, now: Date): Promise<string> {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const path = join(folder, `recovery-report-${stamp}.json`);
  const { jobId, point, request, result } = kept;
  const report = { format: 'offline-backup-recovery-report', savedAt: now.toISOString(), jobId, point };
  try {
    if (!isAbsolute(folder)) throw Object.assign(new Error('Not a folder'), { code: 'ENOTDIR' });
    await writeFileAtomically(path, `${JSON.stringify({ ...report, request, result }, null, 2)}\n`, 0o644);
  } catch (cause) {
    throw new AppError({
      kind: 'environment',
      code: 'vault.writeFailed',
      params: { path, reason: systemErrorCode(cause) ?? 'unknown' },
      field: 'folder',
      retry: 'choose-again',
      cause,
    });
  }
  return path;
}
