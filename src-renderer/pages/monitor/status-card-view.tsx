import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { askIntervalMilliseconds } from '../../../src-shared/domain/ask-interval.ts';
import { stateWordsKey } from '../../../src-shared/domain/import-states.ts';
import { isFinalImportState } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatTime } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ArrowClockwise20Regular } from '../../components/icons.ts';
import { useNow } from '../../components/use-now.ts';
import { type StatusCard, statusCard } from './status-card.ts';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    borderLeft: `4px solid ${tokens.colorBrandStroke1}`,
  },
  good: { borderLeftColor: tokens.colorPaletteGreenBorderActive },
  attention: { borderLeftColor: tokens.colorPaletteDarkOrangeBorderActive },
  lines: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  term: { color: tokens.colorNeutralForeground3 },
  value: { margin: 0 },
  now: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  ask: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const vaultNow: readonly StatusCard['now'][] = [
  'copiedNotVerified',
  'seedInVault',
  'incrementalDone',
  'cleanedUp',
  'notAskedYet',
];

function useNowText(card: StatusCard): { readonly title: string; readonly meaning: string | undefined } {
  const { t } = useTranslation();
  if (vaultNow.includes(card.now)) return { title: t(`monitor.now.${card.now}`), meaning: undefined };
  const key = stateWordsKey('job', card.state);
  const title = t(`${key}.title`, { state: card.state });
  const since =
    card.sinceDays === undefined
      ? undefined
      : t(title === card.state ? 'monitor.sinceOnly' : 'monitor.since', {
          count: card.sinceDays,
          state: card.state,
        });
  return {
    title: since === undefined ? title : `${title} (${since})`,
    meaning: card.tone === 'attention' ? t(`${key}.meaning`) : undefined,
  };
}

function AskLine(props: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { job } = props;
  const refresh = useCallMutation('monitor.refresh');
  const ask = () => refresh.mutate({ jobId: job.id });
  const { monitor } = job;
  const asksAgain = monitor === undefined || !isFinalImportState(monitor.state);
  const nextAt =
    monitor === undefined
      ? undefined
      : new Date(Date.parse(monitor.lastAskedAt) + askIntervalMilliseconds(job.cloudId)).toISOString();
  return (
    <>
      {refresh.error === null ? null : (
        <ErrorPanel error={refresh.error} onRetry={ask} onDismiss={refresh.reset} />
      )}
      <div className={styles.ask}>
        <Text className={styles.quiet}>
          {monitor === undefined ? (
            t('monitor.ask.never')
          ) : (
            <>
              {t('monitor.ask.last')} <DateTimeText instant={monitor.lastAskedAt} />.
            </>
          )}
          {nextAt !== undefined && asksAgain
            ? ` ${t('monitor.ask.next', { time: formatTime(nextAt, language) })}`
            : ''}
        </Text>
        <Button
          size="small"
          icon={<ArrowClockwise20Regular />}
          disabledFocusable={refresh.isPending}
          onClick={ask}
        >
          {refresh.isPending ? t('monitor.ask.asking') : t('monitor.ask.now')}
        </Button>
      </div>
    </>
  );
}

/** Now, next, you: one glance after two weeks away. */
export function StatusCardView(props: {
  readonly job: JobSnapshot;
  /** All import jobs of the set, this one among them. */
  readonly packages: readonly JobSnapshot[];
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const card = statusCard(props.job, useNow(), props.packages);
  const now = useNowText(card);
  const jobNames = { names: card.missingJobs.join(', '), name: card.firstJob };
  return (
    <section
      aria-label={t('monitor.statusName')}
      className={mergeClasses(
        styles.card,
        card.tone === 'good' && styles.good,
        card.tone === 'attention' && styles.attention,
      )}
    >
      <dl className={styles.lines} aria-live="polite">
        <dt className={styles.term}>{t('monitor.term.now')}</dt>
        <dd className={styles.value}>
          <span className={styles.now}>{now.title}</span>
          {now.meaning === undefined ? null : (
            <Text block className={styles.quiet}>
              {now.meaning}
            </Text>
          )}
        </dd>
        <dt className={styles.term}>{t('monitor.term.next')}</dt>
        <dd className={styles.value}>{t(`monitor.next.${card.next}`, jobNames)}</dd>
        <dt className={styles.term}>{t('monitor.term.you')}</dt>
        <dd className={styles.value}>
          <Text weight={card.you === 'nothing' ? 'regular' : 'semibold'}>
            {t(`monitor.you.${card.you}`, jobNames)}
          </Text>
        </dd>
      </dl>
      <AskLine job={props.job} />
    </section>
  );
}
