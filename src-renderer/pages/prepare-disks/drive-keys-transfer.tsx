import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { brokenPassphraseRule } from '../../../src-shared/domain/passphrase.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { JobFileExport } from '../../components/job-file-export.tsx';
import { PathField } from '../../components/path-field.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: tokens.spacingVerticalS,
    maxWidth: '640px',
  },
  button: { alignSelf: 'flex-start' },
});

function PassphraseField(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation();
  return (
    <Field label={t('prepareDisks.keys.passphrase')} hint={t('prepareDisks.keys.passphraseHint')}>
      <Input
        type="password"
        autoComplete="off"
        value={props.value}
        onChange={(_event, { value }) => props.onChange(value)}
      />
    </Field>
  );
}

/** Keys of the drives in a sealed file; the passphrase is forgotten as soon as it was used. */
function ExportKeys({ job }: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [folder, setFolder] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const write = useCallMutation('prepareDisks.exportDriveKeys');
  const canWrite = folder.trim() !== '' && brokenPassphraseRule(passphrase) === undefined;
  return (
    <div className={styles.root}>
      {write.error === null ? null : <ErrorPanel error={write.error} onDismiss={write.reset} />}
      <PathField label={t('prepareDisks.keys.folder')} value={folder} onChange={setFolder} />
      <PassphraseField value={passphrase} onChange={setPassphrase} />
      <Button
        className={styles.button}
        disabledFocusable={!canWrite || write.isPending}
        onClick={() =>
          write.mutate(
            { jobId: job.id, folder: folder.trim(), passphrase },
            { onSuccess: () => setPassphrase('') },
          )
        }
      >
        {t('prepareDisks.keys.write')}
      </Button>
      {write.data === undefined ? null : (
        <div role="status">
          <StatusBadge tone="success">{t('prepareDisks.keys.written')}</StatusBadge>
          <Identifier value={write.data.path} label={t('prepareDisks.keys.file')} />
        </div>
      )}
    </div>
  );
}

function ImportKeys({ job }: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const read = useCallMutation('prepareDisks.importDriveKeys');
  return (
    <div className={styles.root}>
      {read.error === null ? null : <ErrorPanel error={read.error} onDismiss={read.reset} />}
      <PathField pick="file" label={t('prepareDisks.keys.file')} value={path} onChange={setPath} />
      <PassphraseField value={passphrase} onChange={setPassphrase} />
      <Button
        className={styles.button}
        disabledFocusable={path.trim() === '' || passphrase === '' || read.isPending}
        onClick={() =>
          read.mutate(
            { jobId: job.id, path: path.trim(), passphrase },
            { onSuccess: () => setPassphrase('') },
          )
        }
      >
        {t('prepareDisks.keys.read')}
      </Button>
    </div>
  );
}

/** True when a finished drive came with a job file from another computer, where its key still is. */
function isKeyElsewhere({ drives }: JobSnapshot): boolean {
  return drives.some(
    ({ state, recoveryPasswordRef }) => state === 'ready' && recoveryPasswordRef === undefined,
  );
}

/** Without a network: the import job is created later, here or on another computer, from the job file and the sealed keys. */
export function DriveKeysTransfer({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  if (isKeyElsewhere(job)) {
    return (
      <Section framed title={t('prepareDisks.keys.missingTitle')} text={t('prepareDisks.keys.missingText')}>
        <ImportKeys job={job} />
      </Section>
    );
  }
  return (
    <Section framed title={t('prepareDisks.keys.laterTitle')} text={t('prepareDisks.keys.laterText')}>
      <JobFileExport jobId={job.id} />
      <Text>{t('prepareDisks.keys.secondFile')}</Text>
      <ExportKeys job={job} />
    </Section>
  );
}
