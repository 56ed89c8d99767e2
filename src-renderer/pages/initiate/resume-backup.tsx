import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Play20Regular } from '../../components/icons.ts';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { PassphraseOwner } from '../../components/passphrase-owner.tsx';
import { Section } from '../../components/section.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  button: { alignSelf: 'flex-start' },
});

/** Goes on with an interrupted backup; the passphrase is asked for again, because it is kept nowhere. */
export function ResumeBackup(props: { readonly jobId: JobId; readonly jobName: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const backUp = useCallMutation('initiate.backUp');
  const canGoOn = passphrase !== '' && !backUp.isPending;
  const goOn = () => {
    if (canGoOn) backUp.mutate({ jobId: props.jobId, passphrase });
  };
  return (
    <Section title={t('initiate.progress.resumeTitle')} text={t('initiate.progress.resumeText')} framed>
      {backUp.error === null ? null : <ErrorPanel error={backUp.error} onDismiss={backUp.reset} />}
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        <PassphraseOwner name={props.jobName} />
        <PassphraseField label={t('initiate.passphrase.label')} value={passphrase} onChange={setPassphrase} />
        <Button
          className={styles.button}
          appearance="primary"
          icon={<Play20Regular />}
          type="submit"
          disabledFocusable={!canGoOn}
        >
          {t('initiate.progress.resume')}
        </Button>
      </form>
    </Section>
  );
}
