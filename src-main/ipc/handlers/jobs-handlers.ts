import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { jobsCalls } from '../../../src-shared/contract/jobs-calls.ts';
import { emptyInitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { exportJobFile, openJobFile } from '../../jobs/job-file.ts';
import type { Services } from '../services.ts';

/** Routes the calls of the start view. */
export function jobsHandlers({ jobs, machineName }: Services): HandlersOf<typeof jobsCalls> {
  return {
    'jobs.list': async () => [...jobs.list()],
    'jobs.get': async ({ jobId }) => jobs.get(jobId),
    'jobs.create': ({ cloudId }) =>
      jobs.create({ role: 'source', cloudId, machineName, draft: emptyInitiateDraft() }),
    'jobs.remove': async ({ jobId }) => {
      const { phase } = jobs.get(jobId);
      // In between, the record is what finds staging, drives and parcel again.
      if (phase !== 'draft' && phase !== 'cleanedUp') {
        throw new AppError({ kind: 'user', code: 'job.wrongPhase', params: { phase } });
      }
      await jobs.remove(jobId);
      return {};
    },
    'jobs.exportFile': async ({ jobId, folder }) => ({ path: await exportJobFile(jobs.get(jobId), folder) }),
    'jobs.openFile': ({ path }) => openJobFile(path, { jobs }),
  };
}
