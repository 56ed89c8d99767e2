import type { CallInput, CallName, CallOutput } from '../../src-shared/contract/calls.ts';
import type { TaskId } from '../../src-shared/domain/ids.ts';
import type { TaskSnapshot } from '../../src-shared/domain/tasks.ts';
import { fromErrorData } from '../../src-shared/errors/app-error.ts';
import { type AppOrigin, browserOrigin } from '../ipc/origin.ts';
import type { Application } from './application.ts';

/** The contract as a typed client in the same process: what the window is for an operator, this is for the terminal. */
export interface InProcessClient {
  /** @throws AppError what the call answered */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /**
   * Follows a task to its end.
   * @param onChange gets every snapshot on the way
   */
  followTask(taskId: TaskId, onChange: (task: TaskSnapshot) => void): Promise<TaskSnapshot>;
}

function isFinal(task: TaskSnapshot): boolean {
  return ['completed', 'completedWithWarnings', 'failed', 'stopped'].includes(task.state);
}

export function createInProcessClient(
  application: Application,
  origin: AppOrigin = browserOrigin,
): InProcessClient {
  const frame = { url: `${origin.protocol}//${origin.host}/`, isTopFrame: true };
  const client: InProcessClient = {
    async call(name, input) {
      const result = await application.dispatch(name, input, frame);
      if (!result.ok) throw fromErrorData(result.error);
      return result.value as CallOutput<typeof name>;
    },
    followTask(taskId, onChange) {
      return new Promise((resolve, reject) => {
        const settle = (task: TaskSnapshot): void => {
          onChange(task);
          if (!isFinal(task)) return;
          unsubscribe();
          resolve(task);
        };
        const unsubscribe = application.onEvent((name, payload) => {
          if (name === 'activity.changed' && (payload as TaskSnapshot).id === taskId)
            settle(payload as TaskSnapshot);
        });
        // The task may have moved on, or ended, before the subscription.
        client.call('activity.list', {}).then((tasks) => {
          const task = tasks.find(({ id }) => id === taskId);
          if (task !== undefined && isFinal(task)) settle(task);
        }, reject);
      });
    },
  };
  return client;
}
