import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type PassphraseStrength, passphraseStrength } from '../../../src-shared/domain/passphrase.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const colors: Readonly<Record<PassphraseStrength, 'error' | 'warning' | 'success'>> = {
  0: 'error',
  1: 'error',
  2: 'warning',
  3: 'success',
  4: 'success',
};

const strongest = 4;

/** How hard the passphrase is to guess, as a bar and a word. */
export function PassphraseStrengthBar(props: { readonly passphrase: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (props.passphrase === '') return null;
  const strength = passphraseStrength(props.passphrase);
  const word = t(`initiate.passphrase.strength.${strength}`);
  return (
    <div className={styles.root}>
      <ProgressBar
        value={strength / strongest}
        color={colors[strength]}
        thickness="large"
        aria-label={t('initiate.passphrase.strengthLabel')}
        aria-valuetext={word}
      />
      <Text size={200} className={styles.quiet}>
        {t('initiate.passphrase.strengthLabel')}: {word}
      </Text>
    </div>
  );
}
