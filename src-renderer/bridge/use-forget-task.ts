import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { TaskId } from '../../src-shared/domain/ids.ts';
import { forgetTask } from './cache.ts';

/** Takes a dismissed task out of the list on screen. */
export function useForgetTask(): (taskId: TaskId) => void {
  const queryClient = useQueryClient();
  return useCallback((taskId) => forgetTask(queryClient, taskId), [queryClient]);
}
