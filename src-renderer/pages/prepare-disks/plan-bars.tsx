import {
  MessageBar,
  MessageBarBody,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { type CapacityPlan, maximumDrivesPerJob } from '../../../src-shared/domain/capacity-plan.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { DiskRow } from './disk-rows.ts';
import { type PlanSummary, planBars } from './plan-summary.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  bars: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  bar: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  head: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
});

function diskNames(
  rows: readonly DiskRow[],
  ids: readonly string[],
  name: (number: number) => string,
): string {
  return rows
    .filter(({ disk }) => ids.includes(disk.facts.id))
    .map(({ disk }) => name(disk.facts.number))
    .join(', ');
}

/** The plan in one sentence: does it fit, how much is free, or what is missing. */
export function PlanSentence(props: { readonly summary: PlanSummary; readonly rows: readonly DiskRow[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const size = (bytes: number) => formatBytes(bytes, language);
  const { summary } = props;
  switch (summary.kind) {
    case 'nothingSelected':
      return (
        <StatusBadge tone="info">
          {t('prepareDisks.plan.nothingSelected', { size: size(summary.neededBytes) })}
        </StatusBadge>
      );
    case 'missing':
      return (
        <>
          <StatusBadge tone="warning">
            {summary.needsFurtherJob
              ? t('prepareDisks.plan.furtherJob', {
                  size: size(summary.missingBytes),
                  maximum: maximumDrivesPerJob,
                })
              : t('prepareDisks.plan.missing', {
                  size: size(summary.missingBytes),
                  drive: size(summary.furtherDriveBytes),
                })}
          </StatusBadge>
          <LaterJobs summary={summary} rows={props.rows} />
        </>
      );
    case 'fits':
      return (
        <>
          <StatusBadge tone="success">
            {t('prepareDisks.plan.fits', { count: summary.drivesUsed, size: size(summary.freeBytes) })}
          </StatusBadge>
          {summary.spare.length === 0 ? null : (
            <MessageBar intent="info" layout="multiline">
              <MessageBarBody>
                {t('prepareDisks.plan.spare', {
                  count: summary.spare.length,
                  disks: diskNames(props.rows, summary.spare, (number) =>
                    t('prepareDisks.diskName', { number }),
                  ),
                })}
              </MessageBarBody>
            </MessageBar>
          )}
          <LaterJobs summary={summary} rows={props.rows} />
        </>
      );
  }
}

/** Disks that wait for a further import job, which has a parcel of its own. */
function LaterJobs(props: {
  readonly summary: Exclude<PlanSummary, { kind: 'nothingSelected' }>;
  readonly rows: readonly DiskRow[];
}) {
  const { t } = useTranslation();
  const { later, packages } = props.summary;
  if (later.length === 0) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        {t('prepareDisks.plan.laterJobs', {
          count: packages,
          maximum: maximumDrivesPerJob,
          disks: diskNames(props.rows, later, (number) => t('prepareDisks.diskName', { number })),
        })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** One bar per chosen disk, showing how full it will be. */
export function PlanBars(props: { readonly plan: CapacityPlan; readonly rows: readonly DiskRow[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <ul className={styles.bars}>
      {planBars(props.plan).map((bar) => {
        const number = props.rows.find(({ disk }) => disk.facts.id === bar.diskId)?.disk.facts.number ?? 0;
        const name = t('prepareDisks.diskName', { number });
        return (
          <li key={bar.diskId} className={styles.bar}>
            <span className={styles.head}>
              <Text weight="semibold">{name}</Text>
              <Text className={styles.quiet}>{t('prepareDisks.plan.files', { count: bar.files })}</Text>
            </span>
            <ProgressBar
              thickness="large"
              value={bar.share}
              aria-label={t('prepareDisks.plan.fillOf', { disk: name })}
            />
            <Text className={styles.quiet}>
              <ByteSize bytes={bar.plannedBytes} /> {t('prepareDisks.details.of')}{' '}
              <ByteSize bytes={bar.usableBytes} />
            </Text>
          </li>
        );
      })}
    </ul>
  );
}
