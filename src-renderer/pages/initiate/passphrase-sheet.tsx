import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Save20Regular } from '../../components/icons.ts';
import { Identifier } from '../../components/identifier.tsx';
import { PathField } from '../../components/path-field.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

const useStyles = makeStyles({
  button: { alignSelf: 'flex-start' },
  saved: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Writes the passphrase onto a sheet for the safe, in a folder the operator names. */
export function PassphraseSheet(props: { readonly jobId: JobId; readonly passphrase: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [folder, setFolder] = useState('');
  const save = useCallMutation('initiate.savePassphraseSheet');
  const { jobId, passphrase } = props;
  const isSavedForThis = save.data !== undefined && save.variables.passphrase === passphrase;
  return (
    <Section title={t('initiate.passphrase.sheetTitle')} text={t('initiate.passphrase.sheetText')} framed>
      {save.error === null ? null : <ErrorPanel error={save.error} onDismiss={save.reset} />}
      <PathField label={t('initiate.passphrase.sheetFolder')} value={folder} onChange={setFolder} />
      <Button
        className={styles.button}
        icon={<Save20Regular />}
        disabledFocusable={folder.trim() === '' || save.isPending}
        onClick={() => save.mutate({ jobId, folder: folder.trim(), passphrase })}
      >
        {t('initiate.passphrase.saveSheet')}
      </Button>
      {isSavedForThis ? (
        <div className={styles.saved} role="status">
          <StatusBadge tone="success">{t('initiate.passphrase.sheetSaved')}</StatusBadge>
          <Identifier value={save.data.path} label={t('initiate.passphrase.sheetPath')} />
        </div>
      ) : null}
    </Section>
  );
}
