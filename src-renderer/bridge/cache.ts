import type { QueryClient } from '@tanstack/react-query';
import type { CallName } from '../../src-shared/contract/calls.ts';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';

/** Replaces the element with the same id, or puts a new one first. */
function upserted<Item extends { readonly id: string }>(items: readonly Item[], item: Item): readonly Item[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((other) => (other.id === item.id ? item : other))
    : [item, ...items];
}

/** Puts a job where every page reads it. An older picture of the job, late on its way, does not replace a newer one. */
export function rememberJob(queryClient: QueryClient, job: JobSnapshot): void {
  const known = queryClient.getQueryData<JobSnapshot>(['jobs.get', { jobId: job.id }]);
  if (known !== undefined && known.updatedAt > job.updatedAt) return;
  queryClient.setQueryData(['jobs.get', { jobId: job.id }], job);
  queryClient.setQueryData<readonly JobSnapshot[]>(['jobs.list', {}], (jobs) =>
    jobs === undefined ? undefined : upserted(jobs, job),
  );
}

export function forgetJob(queryClient: QueryClient, jobId: JobId): void {
  queryClient.removeQueries({ queryKey: ['jobs.get', { jobId }] });
  queryClient.setQueryData<readonly JobSnapshot[]>(['jobs.list', {}], (jobs) =>
    jobs?.filter(({ id }) => id !== jobId),
  );
}

export function rememberTask(queryClient: QueryClient, task: TaskSnapshot): void {
  queryClient.setQueryData<readonly TaskSnapshot[]>(['activity.list', {}], (tasks) =>
    upserted(tasks ?? [], task),
  );
}

export function forgetTask(queryClient: QueryClient, taskId: string): void {
  queryClient.setQueryData<readonly TaskSnapshot[]>(['activity.list', {}], (tasks) =>
    tasks?.filter(({ id }) => id !== taskId),
  );
}

function isJob(output: unknown): output is JobSnapshot {
  return typeof output === 'object' && output !== null && 'phase' in output && 'draft' in output;
}

/** Keeps what an answer says about things that other pages show too. */
export function rememberAnswer(queryClient: QueryClient, name: CallName, output: unknown): void {
  if (isJob(output)) rememberJob(queryClient, output);
  if (name === 'account.signIn' || name === 'account.signOut') {
    queryClient.setQueryData(['account.status', {}], output);
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => dependsOnAccount(queryKey[0]) });
  }
  if (name === 'practice.advance') queryClient.setQueryData(['practice.status', {}], output);
  if (name === 'app.setPreferences') {
    queryClient.setQueryData<Record<string, unknown>>(['app.info', {}], (info) =>
      info === undefined ? undefined : { ...info, preferences: output },
    );
  }
}

const accountCalls: readonly CallName[] = [
  'initiate.subscriptions',
  'initiate.storageAccounts',
  'initiate.containers',
  'initiate.vaults',
  'initiate.readiness',
  'prepareDisks.readiness',
];

/** True for answers that another account may change. */
export function dependsOnAccount(name: unknown): boolean {
  return accountCalls.some((call) => call === name);
}
