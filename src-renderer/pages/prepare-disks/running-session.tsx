import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { PageFooter } from '../../app/page-slots.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Add20Regular } from '../../components/icons.ts';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { Section } from '../../components/section.tsx';
import { ChooseDisks } from './choose-disks.tsx';
import { DriveCardView } from './drive-card-view.tsx';
import { driveCards, missingSpace, serialEnd } from './drive-cards.ts';

const useStyles = makeStyles({
  cards: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  end: { display: 'flex', justifyContent: 'flex-end', gap: tokens.spacingHorizontalS },
});

function WaitingForDisk(props: { readonly job: JobSnapshot; readonly task: TaskSnapshot }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { bytes, driveBytes } = missingSpace(props.job, props.task);
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{t('prepareDisks.run.needsDiskTitle')}</MessageBarTitle>
        {t('prepareDisks.run.needsDisk', {
          size: formatBytes(bytes, language),
          drive: formatBytes(driveBytes, language),
        })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Adding a drive while others are written. Tickets go in one by one, as the contract takes them. */
function AddDisk(props: { readonly job: JobSnapshot; readonly onDone: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const addDisk = useCallMutation('prepareDisks.addDisk');
  const add = async (choices: readonly DiskChoice[]) => {
    for (const disk of choices) await addDisk.mutateAsync({ jobId: props.job.id, disk });
    props.onDone();
  };
  return (
    <ChooseDisks
      job={props.job}
      onChosen={add}
      renderAction={(button) => (
        <div className={styles.end}>
          <Button onClick={props.onDone}>{t('common.cancel')}</Button>
          {button}
        </div>
      )}
    />
  );
}

/** The session at work: overall progress, one card per drive, and the prompt for another drive when space runs out. */
export function RunningSession(props: { readonly job: JobSnapshot; readonly task: TaskSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { job, task } = props;
  const stopDisk = useCallMutation('prepareDisks.stopDisk');
  const resume = useCallMutation('prepareDisks.start');
  const [stopping, setStopping] = useState<string>();
  const needsDisk = task.phase === 'waitingForDisk';
  const [isAdding, setAdding] = useState(false);
  const showsTable = isAdding || needsDisk;
  return (
    <>
      <ProgressPanel task={task} hidePhases />
      {needsDisk ? <WaitingForDisk job={job} task={task} /> : null}
      {resume.error === null ? null : <ErrorPanel error={resume.error} onDismiss={resume.reset} />}
      {stopDisk.error === null ? null : <ErrorPanel error={stopDisk.error} onDismiss={stopDisk.reset} />}
      <Section
        title={t('prepareDisks.run.drives')}
        actions={
          showsTable ? undefined : (
            <Button icon={<Add20Regular />} onClick={() => setAdding(true)}>
              {t('prepareDisks.run.addDisk')}
            </Button>
          )
        }
      >
        <div className={styles.cards}>
          {driveCards(job, task).map((card) => (
            <DriveCardView
              key={card.serial}
              card={card}
              onStop={() => setStopping(card.serial)}
              onRetry={needsDisk ? () => resume.mutate({ jobId: job.id, disks: [] }) : undefined}
              onLeaveOut={() => stopDisk.mutate({ jobId: job.id, serial: card.serial })}
            />
          ))}
          {job.drives.length === 0 ? <Text>{t('prepareDisks.run.starting')}</Text> : null}
        </div>
      </Section>
      {showsTable ? <AddDisk job={job} onDone={() => setAdding(false)} /> : null}
      <PageFooter status={t('prepareDisks.run.status')} />
      <ConfirmDialog
        open={stopping !== undefined}
        destructive
        title={t('prepareDisks.run.stopTitle', { serial: serialEnd(stopping ?? '') })}
        confirmLabel={t('prepareDisks.run.stopDisk')}
        cancelLabel={t('prepareDisks.run.keepWriting')}
        onCancel={() => setStopping(undefined)}
        onConfirm={() => {
          if (stopping !== undefined) stopDisk.mutate({ jobId: job.id, serial: stopping });
          setStopping(undefined);
        }}
      >
        {t('prepareDisks.run.stopText')}
      </ConfirmDialog>
    </>
  );
}
