import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskKind, TaskSnapshot } from '../../../src-shared/domain/tasks.ts';

export const vaultSteps = [
  'moveToVault',
  'incrementalBackup',
  'cleanUp',
] as const satisfies readonly TaskKind[];
export type VaultStep = (typeof vaultSteps)[number];

export interface VaultStepView {
  readonly step: VaultStep;
  readonly state: 'locked' | 'open' | 'running' | 'done';
  readonly task?: TaskSnapshot;
  readonly doneAt?: string;
}

function doneAt(step: VaultStep, job: JobSnapshot): string | undefined {
  switch (step) {
    case 'moveToVault':
      return job.vault?.verifiedAt;
    case 'incrementalBackup':
      return job.vault?.points.find(({ kind }) => kind === 'incremental')?.createdAt;
    case 'cleanUp':
      return job.vault?.cleanedUpAt;
  }
}

/**
 * The three steps after the import, in order: move and verify, first incremental, clean-up. Clean-up needs the verified copy
 * only (R194); it stands last because nothing is lost by waiting.
 * @param taskOf newest task of a kind that belongs to this job
 */
export function vaultStepViews(
  job: JobSnapshot,
  isImported: boolean,
  taskOf: (kind: TaskKind) => TaskSnapshot | undefined,
): readonly VaultStepView[] {
  const isVerified = job.vault?.verifiedAt !== undefined;
  return vaultSteps.map((step) => {
    const task = taskOf(step);
    const withTask = task === undefined ? {} : { task };
    if (task !== undefined && ['running', 'paused', 'stopping'].includes(task.state)) {
      return { step, state: 'running', ...withTask };
    }
    const at = doneAt(step, job);
    if (at !== undefined) return { step, state: 'done', doneAt: at, ...withTask };
    const isOpen = step === 'moveToVault' ? isImported : isVerified;
    return { step, state: isOpen ? 'open' : 'locked', ...withTask };
  });
}
