import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { minimumPassphraseCharacters } from '../../../src-shared/domain/passphrase.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Key20Regular } from '../../components/icons.ts';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { PassphraseOwner } from '../../components/passphrase-owner.tsx';
import { PassphraseSheet } from './passphrase-sheet.tsx';
import { PassphraseStrengthBar } from './passphrase-strength-bar.tsx';
import type { PassphraseState } from './use-passphrase.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, maxWidth: '560px' },
  button: { alignSelf: 'flex-start' },
});

export interface PassphraseStepProps {
  readonly job: JobSnapshot;
  readonly passphrase: PassphraseState;
  readonly showRequired: boolean;
}

function firstMessage(props: PassphraseStepProps, t: TFunction): string | undefined {
  const { value, brokenRule } = props.passphrase;
  if (brokenRule === 'tooShort') {
    return t('initiate.passphrase.tooShort', {
      least: minimumPassphraseCharacters,
      count: [...value].length,
    });
  }
  return brokenRule === 'required' && props.showRequired ? t('rules.required') : undefined;
}

/** Encryption passphrase: twice, with strength, generator and sheet. */
export function PassphraseStep(props: PassphraseStepProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { job, passphrase } = props;
  const generate = useCallMutation('initiate.generatePassphrase', {
    onSuccess: (answer) => passphrase.setBoth(answer.passphrase),
  });
  const differs = !passphrase.isSame && (passphrase.repeated !== '' || props.showRequired);
  return (
    <form className={styles.form} onSubmit={(event) => event.preventDefault()}>
      <PassphraseOwner name={job.draft.offlineDetails.importJobName} />
      {generate.error === null ? null : <ErrorPanel error={generate.error} onDismiss={generate.reset} />}
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{t('initiate.passphrase.warningTitle')}</MessageBarTitle>
          {t('initiate.passphrase.warning')}
        </MessageBarBody>
      </MessageBar>
      <PassphraseField
        label={t('initiate.passphrase.label')}
        hint={t('initiate.passphrase.hint', { least: minimumPassphraseCharacters })}
        value={passphrase.value}
        message={firstMessage(props, t)}
        isNew
        onChange={passphrase.setValue}
      />
      <PassphraseStrengthBar passphrase={passphrase.value} />
      <PassphraseField
        label={t('initiate.passphrase.again')}
        value={passphrase.repeated}
        message={differs ? t('initiate.passphrase.differs') : undefined}
        isNew
        onChange={passphrase.setRepeated}
      />
      <Button
        className={styles.button}
        icon={<Key20Regular />}
        disabledFocusable={generate.isPending}
        onClick={() => generate.mutate({ jobId: job.id })}
      >
        {t('initiate.passphrase.generate')}
      </Button>
      {passphrase.isGood ? <PassphraseSheet jobId={job.id} passphrase={passphrase.value} /> : null}
    </form>
  );
}
