import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCall } from '../../bridge/use-call.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { PracticeBadge } from '../../components/practice-badge.tsx';
import { useOptionalWords } from '../../components/use-optional-words.ts';
import { SkipButton } from './skip-button.tsx';

const useStyles = makeStyles({
  strip: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '36px',
    padding: `2px ${tokens.spacingHorizontalM} 2px ${tokens.spacingHorizontalL}`,
    borderTop: `3px solid ${tokens.colorPaletteMarigoldBorderActive}`,
    backgroundColor: tokens.colorPaletteMarigoldBackground1,
    minWidth: 0,
    '@media (max-width: 860px)': { flexWrap: 'wrap' },
    '& > *': { whiteSpace: 'nowrap' },
  },
  promise: { '@media (max-width: 1150px)': { display: 'none' } },
  space: { flexGrow: 1 },
  next: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

/** Coloured line of practice mode with its clock: now, what happens next, and the way to skip the waiting. */
export function PracticeStrip() {
  const styles = useStyles();
  const { t } = useTranslation();
  const optionalWords = useOptionalWords();
  const { data: status } = useCall('practice.status', {}, { refetchIntervalMilliseconds: 15_000 });
  const next = status?.nextEvent;
  return (
    <section className={styles.strip} aria-label={t('practice.label')}>
      <PracticeBadge />
      <Text className={mergeClasses(styles.quiet, styles.promise)} size={200}>
        {t('practice.promise')}
      </Text>
      <div className={styles.space} />
      {status === undefined ? null : (
        <Text size={200}>
          {t('practice.clock')} <DateTimeText instant={status.now} show="dayTime" />
        </Text>
      )}
      {next === undefined ? null : (
        <Text size={200} className={mergeClasses(styles.quiet, styles.next)}>
          {t('practice.next', { event: optionalWords(`practice.events.${next.code}`, next.code) })}{' '}
          <DateTimeText instant={next.at} show="dayTime" />
        </Text>
      )}
      <SkipButton nextEventCode={next?.code} />
    </section>
  );
}
