/** @file Worker thread of a pool: writes files of a restore, or reads volumes back. */
import { openFileMetadata } from '../platform/file-metadata-here.ts';
import { type JobRunner, type JobTools, serveJobs } from '../platform/node/thread-pool.ts';
import { type CheckSetup, createVolumeChecker } from '../staging/check/volume-checker.ts';
import { createUnpacker } from '../staging/restore/unpack.ts';
import type { UnpackSetup } from '../staging/restore/unpack-jobs.ts';

serveJobs(
  async (setup: UnpackSetup | CheckSetup, tools: JobTools): Promise<JobRunner<never, unknown>> =>
    setup.kind === 'unpack'
      ? createUnpacker(setup, tools, openFileMetadata)
      : createVolumeChecker(setup, tools),
);
