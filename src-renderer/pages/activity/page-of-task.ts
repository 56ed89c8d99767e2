import type { WizardPage } from '../../../src-shared/domain/pages.ts';
import type { TaskKind } from '../../../src-shared/domain/tasks.ts';

const pages: Readonly<Record<TaskKind, WizardPage>> = {
  estimate: 'initiate',
  staging: 'initiate',
  prepareDisks: 'prepareDisks',
  moveToVault: 'monitor',
  incrementalBackup: 'monitor',
  cleanUp: 'monitor',
  recover: 'recover',
  compare: 'recover',
  verifyStaging: 'initiate',
};

/** Page on which a task was started and where its outcome stands. */
export function pageOfTask(kind: TaskKind): WizardPage {
  return pages[kind];
}
