import { Button, Field, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CloudId, cloudIdSchema } from '../../src-shared/domain/clouds.ts';
import { useAppInfo } from '../app/app-info.tsx';
import { useCall, useCallMutation } from '../bridge/use-call.ts';
import { ErrorPanel } from './error-panel.tsx';
import { DeviceCode } from './sign-in/device-code.tsx';
import { useDeviceCode } from './sign-in/use-device-code.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '480px' },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalS, flexWrap: 'wrap' },
});

export interface SignInPanelProps {
  /** Cloud to sign in to; without it the operator chooses (in practice mode there is only practice). */
  readonly cloudId?: CloudId | undefined;
  readonly onSignedIn?: (() => void) | undefined;
}

/** Sign-in by browser or, for computers without one, by a code typed on another device. */
export function SignInPanel(props: SignInPanelProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { isPractice } = useAppInfo();
  const account = useCall('account.status', {});
  const [chosenCloud, setChosenCloud] = useState<CloudId>();
  const cloudId =
    props.cloudId ?? chosenCloud ?? (isPractice ? 'practice' : (account.data?.cloudId ?? 'public'));
  const signIn = useCallMutation('account.signIn', { onSuccess: () => props.onSignedIn?.() });
  const code = useDeviceCode(signIn.isPending);
  return (
    <div className={styles.root}>
      {signIn.error === null ? null : <ErrorPanel error={signIn.error} onDismiss={signIn.reset} />}
      <Text>{t('common.signIn.why')}</Text>
      {props.cloudId === undefined && !isPractice ? (
        <Field label={t('common.signIn.cloud')}>
          <Select
            value={cloudId}
            disabled={signIn.isPending}
            onChange={(_event, { value }) => setChosenCloud(cloudIdSchema.parse(value))}
          >
            {cloudIdSchema.options.map((id) => (
              <option key={id} value={id}>
                {t(`common.cloud.${id}`)}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {signIn.isPending ? (
        code === undefined ? (
          <Spinner size="small" labelPosition="after" label={t('common.signIn.waiting')} />
        ) : (
          <DeviceCode code={code} />
        )
      ) : (
        <div className={styles.buttons}>
          <Button appearance="primary" onClick={() => signIn.mutate({ cloudId, method: 'browser' })}>
            {t('common.signIn.browser')}
          </Button>
          <Button onClick={() => signIn.mutate({ cloudId, method: 'deviceCode' })}>
            {t('common.signIn.deviceCode')}
          </Button>
        </div>
      )}
    </div>
  );
}
