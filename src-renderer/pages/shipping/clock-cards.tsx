import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DeadlineUrgency } from '../../../src-shared/domain/deadlines.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { StatusBadge, type StatusTone } from '../../components/status-badge.tsx';
import { useNow } from '../../components/use-now.ts';
import { type ShippingClock, shippingClocks } from './clocks.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))',
    gap: tokens.spacingHorizontalL,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusMedium,
    borderLeft: `4px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  calm: { borderLeftColor: tokens.colorBrandStroke1 },
  amber: { borderLeftColor: tokens.colorPaletteDarkOrangeBorderActive },
  red: { borderLeftColor: tokens.colorPaletteRedBorderActive },
  quiet: { color: tokens.colorNeutralForeground2 },
});

const tones: Readonly<Record<DeadlineUrgency, StatusTone>> = {
  calm: 'info',
  amber: 'warning',
  red: 'danger',
  passed: 'danger',
};

function Clock(props: { readonly clock: ShippingClock }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { clock } = props;
  const key = `shipping.clocks.${clock.code}`;
  if (clock.state !== 'running') {
    return (
      <li className={styles.card}>
        <StatusBadge tone={clock.state === 'stopped' ? 'success' : 'waiting'}>
          {t(`${key}.${clock.state}`)}
        </StatusBadge>
        <Text className={styles.quiet}>{t(`${key}.${clock.state}Text`)}</Text>
      </li>
    );
  }
  const { urgency, daysLeft, dueAt } = clock.deadline;
  const isLastDay = urgency !== 'passed' && daysLeft === 0;
  const words = urgency === 'passed' ? 'passed' : isLastDay ? 'today' : 'due';
  return (
    <li
      className={mergeClasses(
        styles.card,
        urgency === 'calm' ? styles.calm : urgency === 'amber' ? styles.amber : styles.red,
      )}
    >
      <StatusBadge tone={tones[urgency]}>
        <Text weight="semibold">{t(`${key}.${words}`, { count: daysLeft })}</Text>{' '}
        <Text>
          (<DateTimeText instant={dueAt} show={isLastDay ? 'time' : 'date'} />)
        </Text>
      </StatusBadge>
      <Text className={styles.quiet}>{t(`${key}.${urgency === 'passed' ? 'passedText' : 'then'}`)}</Text>
    </li>
  );
}

/** The two clocks of shipping in words and days, with what happens when one runs out. */
export function ClockCards(props: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const clocks = shippingClocks(props.job, useNow());
  return (
    <ul className={styles.row} aria-label={t('shipping.clocks.name')}>
      {clocks.map((clock) => (
        <Clock key={clock.code} clock={clock} />
      ))}
    </ul>
  );
}
