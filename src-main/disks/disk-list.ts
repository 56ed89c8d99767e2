import { type DiskContext, judgeDisks } from '../../src-shared/domain/disk-findings.ts';
import type { DiskFacts, JudgedDisk } from '../../src-shared/domain/disks.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { AppError, type AppErrorData } from '../../src-shared/errors/app-error.ts';
import { toAppError } from '../platform/node/unexpected-error.ts';
import type { Clock } from '../platform/ports/clock.ts';
import type { DiskPlatform } from '../platform/ports/disk-platform.ts';
import type { Log } from '../platform/ports/log.ts';

export interface DiskListing {
  readonly disks: JudgedDisk[];
  readonly readAt: string;
  /** Why the disks could not be read this time; `disks` and `readAt` are then those of the last time. */
  readonly error?: AppErrorData;
}

export interface DiskListOptions {
  readonly platform: Pick<DiskPlatform, 'listDisks'>;
  readonly contextOf: (jobId: JobId) => Promise<DiskContext>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

export interface DiskList {
  /** For showing: never throws because of a failed enumeration, so that no page looks as if there were no disks. */
  read(jobId: JobId): Promise<DiskListing>;
  /** For acting: facts of right now. @throws AppError `disk.listFailed` and what else the platform threw */
  readFresh(jobId: JobId, signal?: AbortSignal): Promise<JudgedDisk[]>;
}

export function createDiskList({ platform, contextOf, clock, log }: DiskListOptions): DiskList {
  let last: { readonly facts: readonly DiskFacts[]; readonly readAt: string } | undefined;

  const readFacts = async (signal?: AbortSignal): Promise<readonly DiskFacts[]> => {
    const facts = await platform.listDisks(signal).catch((error: unknown) => {
      if (error instanceof AppError || signal?.aborted === true) throw error;
      throw new AppError({
        kind: 'environment',
        code: 'disk.listFailed',
        retry: 'same-call',
        details: error instanceof Error ? error.message : String(error),
        cause: error,
      });
    });
    last = { facts, readAt: clock.now().toISOString() };
    return facts;
  };

  return {
    async read(jobId) {
      let error: AppErrorData | undefined;
      await readFacts().catch((reason: unknown) => {
        error = toAppError(reason, log).toData();
        log.warn({ error }, 'disks could not be read; the last list stays');
      });
      const disks = judgeDisks(last?.facts ?? [], await contextOf(jobId));
      const readAt = last?.readAt ?? clock.now().toISOString();
      return { disks, readAt, ...(error === undefined ? {} : { error }) };
    },
    async readFresh(jobId, signal) {
      return judgeDisks(await readFacts(signal), await contextOf(jobId));
    },
  };
}
