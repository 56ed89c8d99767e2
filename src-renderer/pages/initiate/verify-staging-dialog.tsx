import { Radio, RadioGroup, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot, StagingRecord } from '../../../src-shared/domain/job.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { PassphraseOwner } from '../../components/passphrase-owner.tsx';
import { useJobName } from '../../components/use-job-name.ts';

/** Asks how thoroughly, and for the passphrase where that is needed; then the check begins. */
export function VerifyStagingDialog(props: {
  readonly job: JobSnapshot;
  readonly staging: StagingRecord;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useJobName();
  const { job, staging } = props;
  const [withPassphrase, setWithPassphrase] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const verify = useCallMutation('initiate.verifyStaging', { onSuccess: props.onClose });
  const isWrong = verify.error?.field === 'passphrase' && verify.variables?.passphrase === passphrase;
  return (
    <ConfirmDialog
      open
      title={t('initiate.check.title')}
      confirmLabel={t('initiate.check.start')}
      canConfirm={!withPassphrase || passphrase !== ''}
      isBusy={verify.isPending}
      onConfirm={() => verify.mutate({ jobId: job.id, ...(withPassphrase ? { passphrase } : {}) })}
      onCancel={props.onClose}
    >
      {verify.error === null ? null : <ErrorPanel error={verify.error} />}
      <Text>{t('initiate.check.text', { size: formatBytes(staging.stagedBytes, language) })}</Text>
      <RadioGroup
        aria-label={t('initiate.check.how')}
        value={withPassphrase ? 'blocks' : 'checksums'}
        onChange={(_event, { value }) => setWithPassphrase(value === 'blocks')}
      >
        <Radio value="checksums" label={t('initiate.check.checksums')} />
        <Radio value="blocks" label={t('initiate.check.blocks')} />
      </RadioGroup>
      {withPassphrase ? (
        <>
          <PassphraseOwner name={nameOf(job)} />
          <PassphraseField
            label={t('initiate.passphrase.label')}
            value={passphrase}
            message={isWrong ? t('errors.staging.passphraseWrong.title') : undefined}
            onChange={setPassphrase}
          />
        </>
      ) : null}
    </ConfirmDialog>
  );
}
