import { useMemo } from 'react';
import type { JobId } from '../../src-shared/domain/ids.ts';
import type { TaskKind, TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { useCall } from './use-call.ts';

const unfinished: readonly TaskSnapshot['state'][] = ['running', 'paused', 'stopping'];

/** True while a task still holds the job. */
export function isTaskActive(task: TaskSnapshot): boolean {
  return unfinished.includes(task.state);
}

/** All tasks, newest first; follows `activity.changed`. */
export function useTasks(): readonly TaskSnapshot[] {
  const { data } = useCall('activity.list', {});
  return useMemo(() => (data ?? []).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt)), [data]);
}

/** Newest task of a kind for a job, running or finished; `undefined` when there was none since the start of the app. */
export function useJobTask(jobId: JobId, kind: TaskKind): TaskSnapshot | undefined {
  return useTasks().find((task) => task.jobId === jobId && task.kind === kind);
}

/** The task with this id; `undefined` until its first report arrives. */
export function useTask(taskId: string | undefined): TaskSnapshot | undefined {
  return useTasks().find(({ id }) => id === taskId);
}
