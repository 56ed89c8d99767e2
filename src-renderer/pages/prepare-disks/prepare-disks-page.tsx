import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { useJobTask } from '../../bridge/use-job.ts';
import { ChooseDisks } from './choose-disks.tsx';
import { ContactStep } from './contact-step.tsx';
import { FinishedStep } from './finished-step.tsx';
import { InterruptedSession } from './interrupted-session.tsx';
import { JobHeader } from './job-header.tsx';
import { OpaqueStep } from './opaque-step.tsx';
import { type PrepareStage, prepareStage } from './page-stage.ts';
import { ReadinessLine } from './readiness-line.tsx';
import { RunningSession } from './running-session.tsx';

function FirstChoice(props: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const start = useCallMutation('prepareDisks.start');
  return (
    <ChooseDisks
      job={props.job}
      onChosen={(disks) => start.mutateAsync({ jobId: props.job.id, disks: [...disks] })}
      renderAction={(button) => <PageFooter status={t('prepareDisks.nothingErasedYet')}>{button}</PageFooter>}
    />
  );
}

function Stage(props: {
  readonly stage: PrepareStage;
  readonly job: JobSnapshot;
  readonly task: TaskSnapshot | undefined;
}) {
  const { stage, job, task } = props;
  switch (stage) {
    case 'opaqueDetails':
      return <OpaqueStep job={job} />;
    case 'chooseDisks':
      return <FirstChoice job={job} />;
    case 'running':
      return task === undefined ? null : <RunningSession job={job} task={task} />;
    case 'interrupted':
      return <InterruptedSession job={job} task={task} />;
    case 'contact':
      return <ContactStep job={job} />;
    case 'finished':
      return <FinishedStep job={job} />;
  }
}

/** Page 2: picks disks, erases and encrypts them, writes the staged files, creates the import job. */
export function PrepareDisksPage({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const task = useJobTask(job.id, 'prepareDisks');
  const stage = prepareStage(job, task);
  return (
    <>
      <PageHeader
        title={t(`prepareDisks.stage.${stage}.title`)}
        description={t(`prepareDisks.stage.${stage}.text`)}
      />
      <JobHeader job={job} canChange={stage === 'chooseDisks' || stage === 'opaqueDetails'} />
      {stage === 'chooseDisks' || stage === 'interrupted' ? <ReadinessLine job={job} /> : null}
      <Stage stage={stage} job={job} task={task} />
    </>
  );
}
