import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { ChooseStep } from './choose-step.tsx';
import { ResultStep } from './result-step.tsx';
import { UnlockStep } from './unlock-step.tsx';
import { useRecover } from './use-recover.ts';

/** Brings files back from the vault, and proves that every byte is right. */
export function RecoverPage({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const recover = useRecover(job);
  const { stage, task, opened } = recover;
  return (
    <>
      <PageHeader title={t(`recover.stage.${stage}.title`)} description={t(`recover.stage.${stage}.text`)} />
      {stage === 'unlock' ? <UnlockStep job={job} onOpened={recover.open} /> : null}
      {stage === 'choose' && opened !== undefined ? <ChooseStep recover={recover} opened={opened} /> : null}
      {stage === 'running' && task !== undefined ? (
        <>
          <ProgressPanel task={task} />
          <PageFooter status={t('recover.running')} />
        </>
      ) : null}
      {stage === 'result' && task !== undefined ? (
        <ResultStep task={task} onPutAway={recover.putAway} />
      ) : null}
    </>
  );
}
