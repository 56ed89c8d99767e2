import { Button, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldRow } from './field-row.tsx';
import { Eye20Regular, EyeOff20Regular } from './icons.ts';

export interface PassphraseFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly message?: string | undefined;
  /** True where a passphrase is chosen, false where a known one is asked for. */
  readonly isNew?: boolean | undefined;
}

/** Box for the encryption passphrase: covered, with a button that shows it. */
export function PassphraseField(props: PassphraseFieldProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  return (
    <FieldRow label={props.label} hint={props.hint} message={props.message} required>
      <Input
        type={isShown ? 'text' : 'password'}
        value={props.value}
        maxLength={1024}
        spellCheck={false}
        autoComplete={props.isNew === true ? 'new-password' : 'off'}
        onChange={(_event, { value }) => props.onChange(value)}
        contentAfter={
          <Button
            size="small"
            appearance="transparent"
            icon={isShown ? <EyeOff20Regular /> : <Eye20Regular />}
            aria-label={t(isShown ? 'common.hidePassphrase' : 'common.showPassphrase')}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          />
        }
      />
    </FieldRow>
  );
}
