import type { CallOutput } from '../../../src-shared/contract/calls.ts';
import type { RecoverEntry } from '../../../src-shared/contract/recover-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { useAppInfo } from '../../app/app-info.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { isTaskActive, useJobTask } from '../../bridge/use-job.ts';
import { useKept } from '../../components/use-kept.ts';
import { emptyRecoverForm, type RecoverForm, recoverProblem, recoverRequest } from './recover-form.ts';
import { emptySelection, type LoadedTree, type Selection, toggleEntry } from './selection.ts';

export type OpenPoint = CallOutput<'recover.open'>;

interface RecoverState {
  readonly opened?: OpenPoint;
  readonly selection: Selection;
  readonly form: RecoverForm;
  /** Finished recovery whose result was read and put away. */
  readonly dismissedTaskId?: string;
}

export type RecoverStage = 'unlock' | 'choose' | 'running' | 'result';

/** What the page shows: a running recovery first, then a result not put away yet, then the choices. */
export function recoverStage(
  state: Pick<RecoverState, 'opened' | 'dismissedTaskId'>,
  task: TaskSnapshot | undefined,
): RecoverStage {
  if (task !== undefined && isTaskActive(task)) return 'running';
  if (task !== undefined && task.id !== state.dismissedTaskId) return 'result';
  return state.opened === undefined ? 'unlock' : 'choose';
}

/** Opened point, selection, target and calls of the Recover page; all of it survives page changes and failures. */
export function useRecover(job: JobSnapshot) {
  const { suggestedRecoveryPath } = useAppInfo();
  const [state, setState] = useKept<RecoverState>(`recover.${job.id}`, () => ({
    selection: emptySelection,
    form: emptyRecoverForm(suggestedRecoveryPath),
  }));
  const task = useJobTask(job.id, 'recover');
  const start = useCallMutation('recover.start');
  const close = useCallMutation('recover.close');
  const { opened, selection, form } = state;
  const lock = () => {
    start.reset();
    setState(({ opened: _opened, ...kept }) => ({ ...kept, selection: emptySelection }));
  };
  return {
    stage: recoverStage(state, task),
    task,
    opened,
    selection,
    form,
    start,
    problem: recoverProblem(form, selection),
    setForm: (next: RecoverForm) => setState((before) => ({ ...before, form: next })),
    toggle: (entry: RecoverEntry, tree: LoadedTree) =>
      setState((before) => ({ ...before, selection: toggleEntry(entry, before.selection, tree) })),
    open: (next: OpenPoint) => setState((before) => ({ ...before, opened: next, selection: emptySelection })),
    /** Back to the list of points; the data key is dropped in the main process. */
    chooseOther: () => {
      if (opened !== undefined) close.mutate({ sessionId: opened.sessionId });
      lock();
    },
    run: () => {
      if (opened !== undefined) start.mutate(recoverRequest(opened.sessionId, form, selection));
    },
    putAway: () => {
      if (task !== undefined) setState((before) => ({ ...before, dismissedTaskId: task.id }));
    },
    unlockAgain: lock,
  };
}

export type RecoverController = ReturnType<typeof useRecover>;
