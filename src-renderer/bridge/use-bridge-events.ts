import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useBridge } from './bridge-context.ts';
import { dependsOnAccount, forgetJob, rememberJob, rememberTask } from './cache.ts';

/** Writes what the main process reports into the query cache; called once, by the frame. */
export function useBridgeEvents(): void {
  const { events } = useBridge();
  const queryClient = useQueryClient();
  useEffect(() => {
    const unsubscribes = [
      events['job.changed']((job) => rememberJob(queryClient, job)),
      events['job.removed'](({ jobId }) => forgetJob(queryClient, jobId)),
      events['activity.changed']((task) => rememberTask(queryClient, task)),
      events['disks.changed'](() => {
        void queryClient.invalidateQueries({ queryKey: ['prepareDisks.listDisks'] });
      }),
      events['account.changed']((account) => {
        queryClient.setQueryData(['account.status', {}], account);
        void queryClient.invalidateQueries({ predicate: ({ queryKey }) => dependsOnAccount(queryKey[0]) });
      }),
      events['practice.changed']((status) => queryClient.setQueryData(['practice.status', {}], status)),
    ];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, [events, queryClient]);
}
