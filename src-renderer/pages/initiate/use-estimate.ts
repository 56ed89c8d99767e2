import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import type { InitiateDraft } from '../../../src-shared/domain/initiate-draft.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useCall } from '../../bridge/use-call.ts';

const askAgainMilliseconds = 1500;

export interface EstimateState {
  /** `undefined` while nothing is selected or the first figures are on the way. */
  readonly estimate: Estimate | undefined;
  /** False while the walk goes on or the selection is newer than the figures. */
  readonly isFinal: boolean;
  readonly error: AppErrorData | undefined;
}

/** Running estimate of the saved selection: asked anew when the selection changed and was saved, until the walk has finished. */
export function useEstimate(
  jobId: JobId,
  draft: Pick<InitiateDraft, 'items' | 'exclusions'>,
  isSaved: boolean,
): EstimateState {
  const queryClient = useQueryClient();
  const hasItems = draft.items.length > 0;
  const asked = useRef({ items: draft.items, exclusions: draft.exclusions });
  const isAskedFor = asked.current.items === draft.items && asked.current.exclusions === draft.exclusions;
  const { data, error } = useCall(
    'initiate.estimate',
    { jobId },
    {
      enabled: hasItems && isSaved,
      refetchIntervalMilliseconds: (answer) => (answer?.finished === true ? false : askAgainMilliseconds),
    },
  );
  const { items, exclusions } = draft;
  useEffect(() => {
    if (!isSaved) return;
    if (asked.current.items === items && asked.current.exclusions === exclusions) return;
    asked.current = { items, exclusions };
    void queryClient.invalidateQueries({ queryKey: ['initiate.estimate', { jobId }] });
  }, [isSaved, items, exclusions, queryClient, jobId]);
  return {
    estimate: hasItems ? data : undefined,
    isFinal: isSaved && isAskedFor && data?.finished === true,
    error: hasItems ? (error ?? undefined) : undefined,
  };
}
