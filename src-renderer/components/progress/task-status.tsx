import { useTranslation } from 'react-i18next';
import type { TaskSnapshot, TaskState } from '../../../src-shared/domain/tasks.ts';
import { StatusBadge, type StatusTone } from '../status-badge.tsx';

const tones: Readonly<Record<TaskState, StatusTone>> = {
  running: 'busy',
  paused: 'waiting',
  stopping: 'waiting',
  stopped: 'warning',
  completed: 'success',
  completedWithWarnings: 'warning',
  failed: 'danger',
};

/** State of a task; while it runs, the phase it is in. */
export function TaskStatus(props: { readonly task: Pick<TaskSnapshot, 'state' | 'phase'> }) {
  const { t } = useTranslation();
  const { state, phase } = props.task;
  return (
    <StatusBadge tone={tones[state]}>
      {state === 'running' ? t(`phases.${phase}`) : t(`activity.state.${state}`)}
    </StatusBadge>
  );
}
