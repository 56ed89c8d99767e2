import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { StagingCheck } from '../../../src-shared/domain/job.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: {
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxHeight: '200px',
    overflowY: 'auto',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
  },
});

/** Outcome of the newest check: what was read and how, and every file that is not whole. */
export function StagingCheckResult({ check }: { readonly check: StagingCheck }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { damaged, damagedCount, volumes, bytes, withPassphrase } = check;
  return (
    <div className={styles.root} role="status">
      {damagedCount === 0 ? (
        <StatusBadge tone="success">{t('initiate.check.whole')}</StatusBadge>
      ) : (
        <StatusBadge tone="danger">{t('initiate.check.damaged', { count: damagedCount })}</StatusBadge>
      )}
      <Text size={200} className={styles.quiet}>
        {t('initiate.check.figures', { count: volumes, size: formatBytes(bytes, language) })}{' '}
        {t(withPassphrase ? 'initiate.check.byBlocks' : 'initiate.check.byChecksums')}{' '}
        <DateTimeText instant={check.finishedAt} />
      </Text>
      {damagedCount === 0 ? null : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it. */}
          <ul className={styles.list} tabIndex={0} aria-label={t('initiate.check.list')}>
            {damaged.map(({ file, state }) => (
              <li key={file}>
                {file} ({t(`initiate.check.state.${state}`)})
              </li>
            ))}
            {damagedCount > damaged.length ? (
              <li>{t('initiate.check.more', { count: damagedCount - damaged.length })}</li>
            ) : null}
          </ul>
          <Text>{t('initiate.check.next')}</Text>
        </>
      )}
    </div>
  );
}
