import { Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRecoveryPassword } from '../../../src-shared/domain/recovery-password.ts';
import type { AppErrorData } from '../../../src-shared/errors/app-error.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import type { DiskRow } from './disk-rows.ts';

const useStyles = makeStyles({ input: { fontFamily: tokens.fontFamilyMonospace } });

export interface ExistingKeyDialogProps {
  readonly row: DiskRow;
  readonly onKey: (recoveryPassword: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Uses a drive that is encrypted already: nothing is erased, its own 48-digit key opens it. The key lives in this dialog only. */
export function ExistingKeyDialog(props: ExistingKeyDialogProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const [error, setError] = useState<AppErrorData>();
  const [isBusy, setBusy] = useState(false);
  const { facts } = props.row.disk;
  const isComplete = key.replace(/[^0-9]/g, '').length >= 48;
  const isRight = isRecoveryPassword(key);
  const use = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await props.onKey(key.trim());
    } catch (cause) {
      setError(cause as AppErrorData);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      title={t('prepareDisks.existing.title')}
      confirmLabel={t('prepareDisks.existing.confirm')}
      canConfirm={isRight}
      isBusy={isBusy}
      onConfirm={() => void use()}
      onCancel={props.onClose}
    >
      {error === undefined ? null : <ErrorPanel error={error} />}
      <Text>{t('prepareDisks.existing.text')}</Text>
      <Text weight="semibold">
        {t('prepareDisks.diskName', { number: facts.number })} {facts.identity.model} {facts.identity.serial}{' '}
        <ByteSize bytes={facts.identity.sizeBytes} />
      </Text>
      <FieldRow
        label={t('prepareDisks.existing.key')}
        hint={t('prepareDisks.existing.hint')}
        message={isComplete && !isRight ? t('prepareDisks.existing.wrong') : undefined}
      >
        <Input
          className={styles.input}
          value={key}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          disabled={isBusy}
          onChange={(_event, { value }) => setKey(value)}
        />
      </FieldRow>
    </ConfirmDialog>
  );
}
