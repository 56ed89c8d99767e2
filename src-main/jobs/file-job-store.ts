import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type JobId, jobIdSchema } from '../../src-shared/domain/ids.ts';
import { type JobSnapshot, jobSnapshotSchema } from '../../src-shared/domain/job.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { systemErrorCode, toAppError } from '../platform/node/unexpected-error.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { Log } from '../platform/ports/log.ts';
import {
  appendJobChange,
  createJobRecord,
  isRemovedRecord,
  type JobRecord,
  RecordDamage,
  readJobRecord,
  removeJobRecord,
} from './job-record.ts';
import type { JobStore } from './job-store.ts';
import { JournalDamage } from './journal.ts';
import { createQueues } from './queues.ts';

export interface FileJobStoreOptions {
  /** Folder that holds one folder per job; created when missing. Only one process may have it open. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

interface OpenedRecords {
  readonly records: Map<JobId, JobRecord>;
  readonly damaged: Set<JobId>;
}

async function openRecords(folder: string, log: Log): Promise<OpenedRecords> {
  const opened: OpenedRecords = { records: new Map(), damaged: new Set() };
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const id = jobIdSchema.safeParse(name);
    if (isRemovedRecord(name)) await rm(path, { recursive: true, force: true });
    if (!id.success) continue;
    try {
      const record = await readJobRecord(path);
      if (record === undefined) await rm(path, { recursive: true, force: true });
      else if (record.job.id !== id.data) throw new RecordDamage('The record belongs to another job');
      else opened.records.set(id.data, record);
    } catch (error) {
      if (!(error instanceof RecordDamage || error instanceof JournalDamage)) throw error;
      log.error({ jobId: name, path, reason: error.message }, 'job record damaged; its files stay in place');
      opened.damaged.add(id.data);
    }
  }
  return opened;
}

function unwritable(folder: string, cause: unknown): AppError {
  return new AppError({
    kind: 'environment',
    code: 'folder.notWritable',
    params: { path: folder, reason: systemErrorCode(cause) ?? 'unknown' },
    retry: 'same-call',
    cause,
  });
}

/** Refuses what could not be read back at the next start. */
function checkedSnapshot(job: unknown): JobSnapshot {
  const parsed = jobSnapshotSchema.safeParse(job);
  if (!parsed.success) {
    throw new Error(`A job change breaks the schema of the job record: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}

/**
 * Opens the job records of this computer: per job a folder with an append-only, checksummed, fsynced journal and a snapshot.
 * A torn last line is cut off; a damaged record is left in place and out of the list, other jobs stay usable.
 * @throws AppError `folder.notWritable` when the folder cannot be made
 */
export async function createFileJobStore(options: FileJobStoreOptions): Promise<JobStore> {
  const { folder, clock, log } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  const { records, damaged } = await openRecords(folder, log);
  const queues = createQueues<JobId>();
  const listeners = new Set<Parameters<JobStore['onChange']>[0]>();

  const tell: Parameters<JobStore['onChange']>[0] = (change) => {
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        // The change is on disk; a listener in trouble must not make it look refused.
        toAppError(error, log);
      }
    }
  };
  const recordOf = (jobId: JobId): JobRecord => {
    const record = records.get(jobId);
    if (record !== undefined) return record;
    const code = damaged.has(jobId) ? 'job.recordDamaged' : 'job.notFound';
    throw new AppError({
      kind: damaged.has(jobId) ? 'environment' : 'user',
      code,
      params: { jobId, path: join(folder, jobId) },
    });
  };
  const keep = (record: JobRecord): JobSnapshot => {
    records.set(record.job.id, record);
    tell({ job: record.job });
    return record.job;
  };

  return {
    list: () => [...records.values()].map(({ job }) => job).sort(byCreation),
    get: (jobId) => recordOf(jobId).job,
    async create(parts) {
      const now = clock.now().toISOString();
      const id = jobIdSchema.parse(randomUUID());
      const job = checkedSnapshot({
        phase: 'draft',
        drives: [],
        ...parts,
        id,
        createdAt: now,
        updatedAt: now,
      });
      return queues.run(id, async () => {
        const record = await createJobRecord(join(folder, id), job).catch(async (error: unknown) => {
          await rm(join(folder, id), { recursive: true, force: true });
          throw unwritable(folder, error);
        });
        return keep(record);
      });
    },
    update: (jobId, event, change) =>
      queues.run(jobId, async () => {
        const record = recordOf(jobId);
        const updatedAt = clock.now().toISOString();
        const job = checkedSnapshot({ ...record.job, ...change(record.job), updatedAt });
        return keep(
          await appendJobChange(record, event, job).catch((error: unknown) => {
            throw unwritable(record.folder, error);
          }),
        );
      }),
    remove: (jobId) =>
      queues.run(jobId, async () => {
        await removeJobRecord(recordOf(jobId).folder).catch((error: unknown) => {
          throw unwritable(folder, error);
        });
        records.delete(jobId);
        tell({ removed: jobId });
      }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => queues.settled(),
  };
}

function byCreation(left: JobSnapshot, right: JobSnapshot): number {
  return left.createdAt < right.createdAt ? -1 : left.createdAt > right.createdAt ? 1 : 0;
}
