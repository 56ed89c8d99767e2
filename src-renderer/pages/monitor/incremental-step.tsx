import { Button, Input, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { StepCard } from './step-card.tsx';
import type { VaultStepView } from './vault-steps.ts';

/** First incremental backup: only changes move. Asks for the passphrase, which lives in this box only. */
export function IncrementalStep(props: { readonly job: JobSnapshot; readonly view: VaultStepView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { job, view } = props;
  const [passphrase, setPassphrase] = useState('');
  const run = useCallMutation('monitor.runIncremental', { onSuccess: () => setPassphrase('') });
  const start = () => run.mutate({ jobId: job.id, passphrase });
  const newest = job.vault?.points.filter(({ kind }) => kind === 'incremental').at(-1);
  const text =
    newest === undefined
      ? t(`monitor.vault.incrementalBackup.${view.state}`)
      : t('monitor.vault.incrementalBackup.moved', { size: formatBytes(newest.addedBytes, language) });
  if (job.role === 'copy') {
    return (
      <StepCard view={view} text={text}>
        <Text>{t('monitor.vault.incrementalBackup.onSource', { machine: job.machineName })}</Text>
      </StepCard>
    );
  }
  return (
    <StepCard view={view} text={text}>
      {run.error === null ? null : <ErrorPanel error={run.error} onDismiss={run.reset} />}
      <FieldRow label={t('monitor.vault.incrementalBackup.passphrase')}>
        <Input
          type="password"
          value={passphrase}
          maxLength={1024}
          autoComplete="off"
          disabled={run.isPending}
          onChange={(_event, { value }) => setPassphrase(value)}
        />
      </FieldRow>
      <Button appearance="primary" disabledFocusable={passphrase === '' || run.isPending} onClick={start}>
        {t('monitor.vault.incrementalBackup.start')}
      </Button>
    </StepCard>
  );
}
