import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { useKept } from '../../components/use-kept.ts';
import { useNow } from '../../components/use-now.ts';
import { type ShippingField, shippingDetailsOf, shippingFormOf, shippingProblems } from './shipping-form.ts';

function focusField(field: ShippingField): void {
  const name = field.replace('address.', '');
  document.querySelector<HTMLElement>(`input[name="${name}"]`)?.focus();
}

/** Form, checks and calls of the shipping page. What was typed stays through failures and page changes. */
export function useShipping(job: JobSnapshot) {
  const { t } = useTranslation();
  const now = useNow();
  const [form, setForm] = useKept(`shipping.form.${job.id}`, () => shippingFormOf(job, now));
  const [wasAsked, setAsked] = useState(false);
  const [isReviewing, setReviewing] = useState(false);
  const save = useCallMutation('shipping.save');
  const commit = useCallMutation('shipping.commit');
  const problems = shippingProblems(form, now);

  /** Runs `next` when nothing is missing; otherwise names what is and moves the focus there. */
  const whenComplete = (next: () => void) => {
    setAsked(true);
    const [first] = problems;
    if (first === undefined) next();
    else focusField(first.field);
  };
  const details = shippingDetailsOf(form, job);

  return {
    form,
    setForm,
    wasAsked,
    problems,
    details,
    isReviewing,
    save,
    commit,
    messageOf: (field: ShippingField) => {
      const problem = wasAsked ? problems.find((candidate) => candidate.field === field) : undefined;
      return problem === undefined ? undefined : t(`shipping.problems.${problem.code}`);
    },
    saveNow: () => whenComplete(() => save.mutate({ jobId: job.id, details })),
    review: () => whenComplete(() => setReviewing(true)),
    leaveReview: () => {
      setReviewing(false);
      commit.reset();
    },
    commitNow: (typedText: string) => commit.mutate({ jobId: job.id, details, typedText }),
  };
}

export type ShippingState = ReturnType<typeof useShipping>;
