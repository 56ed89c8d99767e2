import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { isTaskActive } from '../../bridge/use-job.ts';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { useJobName } from '../../components/use-job-name.ts';
import { DraftWizard } from './draft-wizard.tsx';
import { ResumeBackup } from './resume-backup.tsx';
import { SpaceChoices } from './space-choices.tsx';

/** Progress of the backup to staging; when it was interrupted, the way to go on with it. */
export function StagingProgress(props: {
  readonly job: JobSnapshot;
  readonly task: TaskSnapshot | undefined;
}) {
  const { t } = useTranslation();
  const { go } = useNavigation();
  const nameOf = useJobName();
  const [isChanging, setChanging] = useState(false);
  const { job, task } = props;
  const isActive = task !== undefined && (isTaskActive(task) || task.state.startsWith('completed'));
  const waiting = task?.progress.waiting;
  const choices = waiting === undefined ? null : <SpaceChoices job={job} waiting={waiting} />;
  if (isChanging && !isActive) return <DraftWizard job={job} />;
  return (
    <>
      <PageHeader
        title={t('initiate.progress.title')}
        description={isActive ? t('initiate.progress.description') : t('initiate.progress.interrupted')}
      />
      {task === undefined ? null : <ProgressPanel task={task} waitingChoices={choices} />}
      {isActive ? null : <ResumeBackup jobId={job.id} jobName={nameOf(job)} />}
      <PageFooter status={isActive ? t('initiate.progress.status') : undefined}>
        <Button onClick={() => go({ kind: 'jobs' })}>{t('frame.allJobs')}</Button>
        {isActive ? null : <Button onClick={() => setChanging(true)}>{t('initiate.progress.change')}</Button>}
      </PageFooter>
    </>
  );
}
