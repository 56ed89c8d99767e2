import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Play20Regular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { ChooseDisks } from './choose-disks.tsx';
import { DriveCardView } from './drive-card-view.tsx';
import { bytesWithoutDrive, driveCards } from './drive-cards.ts';

const useStyles = makeStyles({
  cards: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** A session that was stopped, failed or cut off: what is safe, what is missing, and the ways on. */
export function InterruptedSession(props: {
  readonly job: JobSnapshot;
  readonly task: TaskSnapshot | undefined;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { job, task } = props;
  const start = useCallMutation('prepareDisks.start');
  const leaveOut = useCallMutation('prepareDisks.stopDisk');
  const resume = () => start.mutate({ jobId: job.id, disks: [] });
  const missingBytes = bytesWithoutDrive(job);
  return (
    <>
      {start.error === null ? null : (
        <ErrorPanel error={start.error} onRetry={resume} onDismiss={start.reset} />
      )}
      {task?.error === undefined || start.error !== null ? null : (
        <ErrorPanel error={task.error} onRetry={resume} retryLabel={t('prepareDisks.interrupted.resume')} />
      )}
      {leaveOut.error === null ? null : <ErrorPanel error={leaveOut.error} onDismiss={leaveOut.reset} />}
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('prepareDisks.interrupted.title')}</MessageBarTitle>
          {t('prepareDisks.interrupted.text')}{' '}
          {missingBytes === 0
            ? t('prepareDisks.interrupted.allPlaced')
            : t('prepareDisks.interrupted.missing', { size: formatBytes(missingBytes, language) })}
        </MessageBarBody>
      </MessageBar>
      <Section title={t('prepareDisks.run.drives')}>
        <div className={styles.cards}>
          {driveCards(job, task).map((card) => (
            <DriveCardView
              key={card.serial}
              card={card}
              onRetry={resume}
              onLeaveOut={() => leaveOut.mutate({ jobId: job.id, serial: card.serial })}
            />
          ))}
        </div>
      </Section>
      <ChooseDisks
        job={job}
        isSecondary
        onChosen={(disks) => start.mutateAsync({ jobId: job.id, disks: [...disks] })}
        renderAction={(button) => (
          <PageFooter status={t('prepareDisks.interrupted.status')}>
            {button}
            <Button
              appearance="primary"
              icon={<Play20Regular />}
              disabledFocusable={start.isPending}
              onClick={resume}
            >
              {t('prepareDisks.interrupted.resume')}
            </Button>
          </PageFooter>
        )}
      />
    </>
  );
}
