import { Button, MessageBar, MessageBarBody, makeStyles, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasReached, type JobSnapshot } from '../../../src-shared/domain/job.ts';
import { minimumPassphraseCharacters } from '../../../src-shared/domain/passphrase.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Key20Regular } from '../../components/icons.ts';
import { PassphraseField } from '../../components/passphrase-field.tsx';
import { PassphraseOwner } from '../../components/passphrase-owner.tsx';
import { useJobName } from '../../components/use-job-name.ts';
import { PassphraseSheet } from './passphrase-sheet.tsx';
import { PassphraseStrengthBar } from './passphrase-strength-bar.tsx';
import { type PassphraseState, usePassphrase } from './use-passphrase.ts';

const useStyles = makeStyles({ button: { alignSelf: 'flex-start' } });

/** What is wrong with the new passphrase; undefined while its box is empty or all is well. */
function useNewMessage(passphrase: PassphraseState, current: string): string | undefined {
  const { t } = useTranslation();
  if (passphrase.brokenRule === 'tooShort') {
    return t('initiate.passphrase.tooShort', {
      least: minimumPassphraseCharacters,
      count: [...passphrase.value].length,
    });
  }
  const isSame = passphrase.value !== '' && passphrase.value === current;
  return isSame ? t('errors.staging.passphraseSame.title') : undefined;
}

/** Current passphrase, new one twice, generator and sheet; says what keeps the old one. */
export function ChangePassphraseDialog(props: {
  readonly job: JobSnapshot;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const nameOf = useJobName();
  const { job } = props;
  const [current, setCurrent] = useState('');
  const passphrase = usePassphrase();
  const change = useCallMutation('initiate.changePassphrase', { onSuccess: props.onChanged });
  const generate = useCallMutation('initiate.generatePassphrase', {
    onSuccess: (answer) => passphrase.setBoth(answer.passphrase),
  });
  const newMessage = useNewMessage(passphrase, current);
  const isCurrentWrong =
    change.error?.field === 'currentPassphrase' && change.variables?.currentPassphrase === current;
  const error = change.error ?? generate.error;
  return (
    <ConfirmDialog
      open
      wide
      title={t('initiate.passphraseChange.title')}
      confirmLabel={t('initiate.passphraseChange.confirm')}
      canConfirm={current !== '' && passphrase.isGood && passphrase.value !== current}
      isBusy={change.isPending}
      onConfirm={() =>
        change.mutate({ jobId: job.id, currentPassphrase: current, newPassphrase: passphrase.value })
      }
      onCancel={props.onClose}
    >
      {error === null ? null : <ErrorPanel error={error} />}
      <Text>{t('initiate.passphraseChange.text')}</Text>
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          {t(
            hasReached(job, 'prepared')
              ? 'initiate.passphraseChange.copiesExist'
              : 'initiate.passphraseChange.copiesKeep',
          )}
        </MessageBarBody>
      </MessageBar>
      <PassphraseOwner name={nameOf(job)} />
      <PassphraseField
        label={t('initiate.passphraseChange.current')}
        value={current}
        message={isCurrentWrong ? t('errors.staging.passphraseWrong.title') : undefined}
        onChange={setCurrent}
      />
      <PassphraseField
        label={t('initiate.passphraseChange.new')}
        hint={t('initiate.passphrase.hint', { least: minimumPassphraseCharacters })}
        value={passphrase.value}
        message={newMessage}
        isNew
        onChange={passphrase.setValue}
      />
      <PassphraseStrengthBar passphrase={passphrase.value} />
      <PassphraseField
        label={t('initiate.passphraseChange.again')}
        value={passphrase.repeated}
        message={
          !passphrase.isSame && passphrase.repeated !== '' ? t('initiate.passphrase.differs') : undefined
        }
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
    </ConfirmDialog>
  );
}
