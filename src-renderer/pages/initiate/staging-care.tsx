import { Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot, StagingRecord } from '../../../src-shared/domain/job.ts';
import { isTaskActive, useJobTask } from '../../bridge/use-job.ts';
import { Key20Regular, ShieldCheckmark20Regular } from '../../components/icons.ts';
import { ProgressPanel } from '../../components/progress-panel.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { ChangePassphraseDialog } from './change-passphrase-dialog.tsx';
import { StagingCheckResult } from './staging-check-result.tsx';
import { VerifyStagingDialog } from './verify-staging-dialog.tsx';

/** What can be done with the staged backup at any time: read it back, give it another passphrase. */
export function StagingCare(props: { readonly job: JobSnapshot; readonly staging: StagingRecord }) {
  const { t } = useTranslation();
  const { job, staging } = props;
  const [dialog, setDialog] = useState<'verify' | 'passphrase'>();
  const [isChanged, setChanged] = useState(false);
  const task = useJobTask(job.id, 'verifyStaging');
  const isRunning = task !== undefined && isTaskActive(task);
  const close = () => setDialog(undefined);
  return (
    <Section
      title={t('initiate.care.title')}
      text={t('initiate.care.text')}
      framed
      actions={
        <>
          <Button
            icon={<ShieldCheckmark20Regular />}
            disabledFocusable={isRunning}
            onClick={() => setDialog('verify')}
          >
            {t('initiate.check.button')}
          </Button>
          <Button
            icon={<Key20Regular />}
            disabledFocusable={isRunning}
            onClick={() => {
              setChanged(false);
              setDialog('passphrase');
            }}
          >
            {t('initiate.passphraseChange.button')}
          </Button>
        </>
      }
    >
      {isChanged ? (
        <div role="status">
          <StatusBadge tone="success">{t('initiate.passphraseChange.done')}</StatusBadge>
        </div>
      ) : null}
      {task !== undefined && (isRunning || task.error !== undefined) ? (
        <ProgressPanel task={task} hidePhases isQuiet />
      ) : null}
      {isRunning ? null : staging.check === undefined ? (
        <Text>{t('initiate.check.never')}</Text>
      ) : (
        <StagingCheckResult check={staging.check} />
      )}
      {dialog === 'verify' ? <VerifyStagingDialog job={job} staging={staging} onClose={close} /> : null}
      {dialog === 'passphrase' ? (
        <ChangePassphraseDialog
          job={job}
          onClose={close}
          onChanged={() => {
            setChanged(true);
            close();
          }}
        />
      ) : null}
    </Section>
  );
}
