import {
  Button,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { PersonCircle20Regular } from '../../components/icons.ts';
import { SignInPanel } from '../../components/sign-in-panel.tsx';

const useStyles = makeStyles({
  trigger: { minWidth: 0, maxWidth: '240px' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  surface: { width: '360px', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
});

/** Who is signed in; opens sign-in and sign-out. */
export function AccountButton() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data: account } = useCall('account.status', {});
  const signOut = useCallMutation('account.signOut');
  const label = account?.signedIn ? account.userName : t('frame.notSignedIn');
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<PersonCircle20Regular />}
          className={styles.trigger}
          aria-label={t('frame.account', { name: label })}
        >
          <span className={styles.label}>{label}</span>
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label={t('frame.accountTitle')}>
        {account?.signedIn ? (
          <>
            <Text weight="semibold">{account.userName}</Text>
            <Text>{t(`common.cloud.${account.cloudId}`)}</Text>
            <Button onClick={() => signOut.mutate({})} disabled={signOut.isPending}>
              {t('frame.signOut')}
            </Button>
          </>
        ) : (
          <SignInPanel />
        )}
      </PopoverSurface>
    </Popover>
  );
}
