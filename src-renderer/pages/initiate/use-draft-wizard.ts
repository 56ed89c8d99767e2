import { useState } from 'react';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { firstOpenStep, type InitiateStep, initiateSteps, isStepComplete } from './initiate-steps.ts';
import { type DraftState, useDraft } from './use-draft.ts';
import { type PassphraseState, usePassphrase } from './use-passphrase.ts';

export interface DraftWizardState {
  readonly draftState: DraftState;
  readonly passphrase: PassphraseState;
  readonly step: InitiateStep;
  readonly previous: InitiateStep | undefined;
  /** True after Next on an incomplete step: its empty boxes say so. */
  readonly showRequired: boolean;
  readonly open: (step: InitiateStep) => void;
  /** Next: goes on when the step is complete, else shows what is missing. */
  readonly goOn: (isComplete: boolean) => void;
  readonly canBackUp: boolean;
  readonly isStarting: boolean;
  readonly backUp: () => void;
  readonly error: AppErrorData | undefined;
  readonly dismissError: (() => void) | undefined;
}

/** Moves the focus to the first box that complains, once it does. */
function focusFirstProblem(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('main [aria-invalid="true"], main [data-problem="true"]')?.focus();
  });
}

/** Where the operator is within Initiate, what was typed, and the start of the backup. */
export function useDraftWizard(job: JobSnapshot): DraftWizardState {
  const draftState = useDraft(job);
  const passphrase = usePassphrase();
  const [step, setStep] = useState<InitiateStep>(() => firstOpenStep(job.draft, false));
  const [showRequired, setShowRequired] = useState(false);
  const backUp = useCallMutation('initiate.backUp');
  const index = initiateSteps.indexOf(step);
  const { draft, saveNow } = draftState;
  const open = (next: InitiateStep) => {
    setShowRequired(false);
    setStep(next);
  };
  const canBackUp = initiateSteps.every(
    (each) => each === 'confirmation' || isStepComplete(each, draft, passphrase.isGood),
  );
  const start = async () => {
    try {
      await saveNow();
    } catch {
      return; // The refusal is shown through `draftState.error`.
    }
    backUp.mutate({ jobId: job.id, passphrase: passphrase.value });
  };
  return {
    draftState,
    passphrase,
    step,
    previous: initiateSteps[index - 1],
    showRequired,
    open,
    goOn: (isComplete) => {
      const next = initiateSteps[index + 1];
      if (isComplete && next !== undefined) {
        open(next);
        return;
      }
      setShowRequired(true);
      focusFirstProblem();
    },
    canBackUp,
    isStarting: backUp.isPending || backUp.isSuccess,
    backUp: () => void start(),
    error: backUp.error ?? draftState.error,
    dismissError: backUp.error === null ? undefined : backUp.reset,
  };
}
