import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useAppInfo } from '../../app/app-info.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';

export interface StartJob {
  readonly isBusy: boolean;
  readonly error: AppErrorData | undefined;
  readonly dismissError: () => void;
  /** Makes an empty job and opens Initiate. */
  readonly createJob: () => void;
  /** Makes a rehearsal job with sample files and opens it. */
  readonly startSample: () => void;
}

/** The ways to begin a job. */
export function useStartJob(): StartJob {
  const { isPractice } = useAppInfo();
  const { openJob } = useNavigation();
  const { data: account } = useCall('account.status', {});
  const create = useCallMutation('jobs.create', { onSuccess: (job) => openJob(job.id, 'initiate') });
  const sample = useCallMutation('practice.startSample', {
    onSuccess: ({ jobId }) => openJob(jobId, 'initiate'),
  });
  return {
    isBusy: create.isPending || sample.isPending,
    error: create.error ?? sample.error ?? undefined,
    dismissError: () => {
      create.reset();
      sample.reset();
    },
    createJob: () => create.mutate({ cloudId: isPractice ? 'practice' : (account?.cloudId ?? 'public') }),
    startSample: () => sample.mutate({}),
  };
}
