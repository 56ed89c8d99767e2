import type { JobId } from '../../src-shared/domain/ids.ts';
import type { ImportLogEntry } from '../../src-shared/domain/import-status.ts';
import type { ImportJobRecord, JobSnapshot } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { ImportJobAddress, ImportJobService } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import type { Notifier } from '../platform/ports/notifier.ts';
import type { BlobReader } from './blob-reader.ts';
import { parseImportLog } from './import-log.ts';
import { changeAfter } from './monitor-record.ts';
import { type Poller, startPoller } from './poller.ts';
import { writeSupportBundle } from './support-bundle.ts';
import { XmlRefused } from './xml-fragment.ts';

/** A verbose log of a large seed lists every 4 MiB range; beyond this the error log is read instead. */
const largestLogBytes = 16 * 1024 * 1024;
const shownEntries = 10_000;
const revealSeconds = 60;
/** States that an operator wants to hear of while doing something else. */
const announcedStates: readonly string[] = ['Received', 'Completed', 'Closed', 'Faulted'];

export interface MonitorService {
  /** Asks Azure now and records what it said. @throws AppError `job.wrongPhase` without an import job, `azure.*` */
  refresh(jobId: JobId): Promise<JobSnapshot>;
  /** @throws AppError `monitor.logUnreadable`, `azure.*`; a drive without a log yet has no entries */
  logs(
    jobId: JobId,
    driveId: string,
  ): Promise<{ readonly entries: readonly ImportLogEntry[]; readonly total: number }>;
  /** @throws AppError `monitor.keyMissing`, `azure.*` */
  revealRecoveryPassword(
    jobId: JobId,
    driveId: string,
  ): Promise<{ readonly recoveryPassword: string; readonly hideAfterSeconds: number }>;
  /** @returns path of the folder that was written. @throws AppError `folder.notFound`, `folder.notWritable` */
  supportBundle(jobId: JobId, folder: string): Promise<string>;
  /** Begins to ask about jobs under way by itself. */
  start(): void;
  /** The practice clock was moved: ask often for a minute. */
  hurry(): void;
  close(): Promise<void>;
}

export interface MonitorServiceOptions {
  readonly jobs: JobStore;
  readonly importJobs: Pick<ImportJobService, 'get' | 'recoveryPasswords'>;
  readonly blobs: BlobReader;
  readonly clock: Clock;
  readonly log: Log;
  readonly notifier: Notifier;
  /** Words in the operator's present language. */
  readonly translate: (key: string, params: Readonly<Record<string, string>>) => string;
  readonly logFolder: string;
  readonly appVersion: string;
}

function importJobOf(job: JobSnapshot): ImportJobRecord {
  if (job.importJob !== undefined) return job.importJob;
  throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase: job.phase } });
}

/** Where a job's import job lives. @throws AppError `job.wrongPhase` */
function importJobAddressOf(job: JobSnapshot): ImportJobAddress {
  const { subscriptionId, resourceGroup, name } = importJobOf(job);
  return { cloudId: job.cloudId, subscriptionId, resourceGroup, name };
}

export function createMonitorService(options: MonitorServiceOptions): MonitorService {
  const { jobs, importJobs, blobs, clock, log, notifier, translate } = options;
  let poller: Poller | undefined;

  const announce = (before: JobSnapshot, after: JobSnapshot): void => {
    const state = after.monitor?.state ?? '';
    if (before.monitor?.state === state || !announcedStates.includes(state)) return;
    const name = importJobOf(after).name;
    notifier.notify({
      title: translate(`notifications.import.${state}.title`, { name }),
      body: translate(`notifications.import.${state}.body`, { name }),
    });
  };
  const refresh = async (jobId: JobId): Promise<JobSnapshot> => {
    const before = jobs.get(jobId);
    const view = await importJobs.get(importJobAddressOf(before));
    const after = await jobs.update(jobId, 'importJob.asked', (job) => changeAfter(job, view, clock.now()));
    if (before.monitor?.state !== view.state) {
      log.info({ jobId, state: view.state, phase: after.phase }, 'import job state seen');
    }
    announce(before, after);
    return after;
  };
  /** The verbose log has everything; when there is none, or it is too long to show, the error log has what matters. */
  const readLog = async (job: JobSnapshot, driveId: string): Promise<string> => {
    const drive = job.monitor?.drives.find((candidate) => candidate.driveId === driveId);
    const { storageAccount } = importJobOf(job);
    const uris = [drive?.verboseLogUri ?? '', drive?.errorLogUri ?? ''].filter((uri) => uri !== '');
    let tooLarge: string | undefined;
    for (const uri of uris) {
      const content = await blobs.read({ cloudId: job.cloudId, storageAccount, uri }, largestLogBytes);
      if (content === 'tooLarge') tooLarge = uri;
      else if (content !== undefined) return content.toString('utf8');
    }
    if (tooLarge !== undefined) throw unreadable(driveId, tooLarge, undefined);
    return '';
  };

  return {
    refresh,
    async logs(jobId, driveId) {
      const text = await readLog(jobs.get(jobId), driveId);
      try {
        const entries = parseImportLog(text, driveId);
        return { entries: entries.slice(0, shownEntries), total: entries.length };
      } catch (error) {
        throw error instanceof XmlRefused ? unreadable(driveId, '', error) : error;
      }
    },
    async revealRecoveryPassword(jobId, driveId) {
      const keys = await importJobs.recoveryPasswords(importJobAddressOf(jobs.get(jobId)));
      const recoveryPassword = keys.get(driveId);
      if (recoveryPassword === undefined) {
        throw new AppError({ kind: 'azure', code: 'monitor.keyMissing', params: { driveId } });
      }
      log.info({ jobId, driveId }, 'recovery password shown');
      return { recoveryPassword, hideAfterSeconds: revealSeconds };
    },
    supportBundle: (jobId, folder) =>
      writeSupportBundle({
        job: jobs.get(jobId),
        folder,
        logFolder: options.logFolder,
        appVersion: options.appVersion,
        now: clock.now(),
      }),
    start() {
      poller ??= startPoller({ jobs: jobs.list, ask: refresh, clock, log });
    },
    hurry: () => poller?.hurry(),
    async close() {
      await poller?.close();
      poller = undefined;
    },
  };
}

function unreadable(driveId: string, blob: string, cause: unknown): AppError {
  return new AppError({
    kind: 'azure',
    code: 'monitor.logUnreadable',
    params: { driveId, blob },
    ...(cause instanceof Error ? { details: cause.message } : {}),
    cause,
  });
}
