import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatTime } from '../../../src-shared/locales/format.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { isStepComplete } from './initiate-steps.ts';
import { StepContent } from './step-content.tsx';
import { SubStepList } from './sub-step-list.tsx';
import { useDraftWizard } from './use-draft-wizard.ts';

/** The sub-steps of Initiate; each can be revisited until Back Up. */
export function DraftWizard({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { go } = useNavigation();
  const wizard = useDraftWizard(job);
  const { draftState, step } = wizard;
  const { draft, isSaved, savedAt } = draftState;
  const isComplete = isStepComplete(step, draft, wizard.passphrase.isGood);
  const isLast = step === 'confirmation';
  return (
    <>
      <SubStepList
        draft={draft}
        hasPassphrase={wizard.passphrase.isGood}
        current={step}
        onOpen={wizard.open}
      />
      <PageHeader title={t(`initiate.${step}.title`)} description={t(`initiate.${step}.description`)} />
      {wizard.error === undefined ? null : (
        <ErrorPanel error={wizard.error} onDismiss={wizard.dismissError} />
      )}
      <StepContent job={job} wizard={wizard} />
      <PageFooter
        status={isSaved ? t('initiate.saved', { time: formatTime(savedAt, language) }) : t('initiate.saving')}
      >
        <Button
          onClick={() =>
            wizard.previous === undefined ? go({ kind: 'jobs' }) : wizard.open(wizard.previous)
          }
        >
          {t('common.back')}
        </Button>
        {isLast ? (
          <Button
            appearance="primary"
            disabledFocusable={!wizard.canBackUp || wizard.isStarting}
            onClick={wizard.backUp}
          >
            {t('initiate.backUp')}
          </Button>
        ) : (
          <Button appearance="primary" onClick={() => wizard.goOn(isComplete)}>
            {t('common.next')}
          </Button>
        )}
      </PageFooter>
    </>
  );
}
