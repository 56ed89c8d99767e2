import type { CallInput } from '../../../src-shared/contract/calls.ts';
import type { Selection } from './selection.ts';

type StartInput = CallInput<'recover.start'>;

/** Choices of the page, as made; kept when something fails. */
export interface RecoverForm {
  readonly target: 'folder' | 'original' | 'verifyOnly';
  readonly folder: string;
  readonly conflict: StartInput['conflict'];
  readonly compareWithSource: boolean;
}

export function emptyRecoverForm(suggestedFolder: string): RecoverForm {
  return { target: 'folder', folder: suggestedFolder, conflict: 'keepBoth', compareWithSource: true };
}

export type RecoverProblem = 'nothingSelected' | 'tooManySelected' | 'folderMissing';

/** Most paths that one call takes; a larger choice is better made by whole folders. */
const maximumSelection = 10_000;

export function recoverProblem(form: RecoverForm, selection: Selection): RecoverProblem | undefined {
  if (selection.size === 0) return 'nothingSelected';
  if (selection.size > maximumSelection) return 'tooManySelected';
  return form.target === 'folder' && form.folder.trim() === '' ? 'folderMissing' : undefined;
}

function targetOf(form: RecoverForm): StartInput['target'] {
  return form.target === 'folder' ? { kind: 'folder', path: form.folder.trim() } : { kind: form.target };
}

/** Comparing needs files to compare: with "verify only" nothing is written, so it is left out. */
export function recoverRequest(sessionId: string, form: RecoverForm, selection: Selection): StartInput {
  return {
    sessionId,
    selection: [...selection.keys()],
    target: targetOf(form),
    conflict: form.conflict,
    compareWithSource: form.compareWithSource && form.target !== 'verifyOnly',
  };
}
