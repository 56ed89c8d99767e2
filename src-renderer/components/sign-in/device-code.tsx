import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { Identifier } from '../identifier.tsx';
import type { DeviceCodePayload } from './use-device-code.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  code: { fontSize: tokens.fontSizeHero700, lineHeight: tokens.lineHeightHero700, letterSpacing: '0.08em' },
});

/** The code to type on another device, and where. */
export function DeviceCode(props: { readonly code: DeviceCodePayload }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.box} role="status">
      <Text>{t('common.signIn.openPage')}</Text>
      <Identifier value={props.code.verificationUri} label={t('common.signIn.page')} />
      <Text>{t('common.signIn.typeCode')}</Text>
      <Identifier value={props.code.userCode} label={t('common.signIn.code')} className={styles.code} />
    </div>
  );
}
