/** @file Worker thread of a pool: writes files of a restore. */
import { serveJobs } from '../platform/node/thread-pool.ts';
import { createUnpacker } from '../staging/restore/unpack.ts';

serveJobs(createUnpacker);
