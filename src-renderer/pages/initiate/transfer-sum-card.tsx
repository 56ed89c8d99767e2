import { Card, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../../src-shared/contract/initiate-calls.ts';
import { formatBytes, formatDuration } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { assumedDriveBytes, parcelDays, transferSums } from './transfer-sums.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  card: { gap: tokens.spacingVerticalXXS },
  quiet: { color: tokens.colorNeutralForeground2 },
});

function Sum(props: { readonly term: string; readonly value: ReactNode; readonly note: string }) {
  const styles = useStyles();
  return (
    <Card className={styles.card} appearance="filled-alternative">
      <Text className={styles.quiet}>{props.term}</Text>
      <Text size={500} weight="semibold">
        {props.value}
      </Text>
      <Text size={200} className={styles.quiet}>
        {props.note}
      </Text>
    </Card>
  );
}

/** The sum for this job: days by line, days by parcel, number of drives. */
export function TransferSumCard(props: {
  readonly estimate: Estimate | undefined;
  readonly megabitsPerSecond: number | undefined;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { estimate } = props;
  if (estimate === undefined)
    return <Text className={styles.quiet}>{t('initiate.backupType.noEstimate')}</Text>;
  const sums = transferSums(estimate.stagedBytesHigh, props.megabitsPerSecond);
  const size = formatBytes(estimate.stagedBytesHigh, language);
  return (
    <div className={styles.row}>
      <Sum
        term={t('initiate.backupType.byLine')}
        value={
          sums.lineSeconds === undefined
            ? t('initiate.backupType.unknownSpeed')
            : formatDuration(sums.lineSeconds, language)
        }
        note={t('initiate.backupType.byLineNote', { size })}
      />
      <Sum
        term={t('initiate.backupType.byParcel')}
        value={t('initiate.backupType.parcelDays', parcelDays)}
        note={t('initiate.backupType.byParcelNote')}
      />
      <Sum
        term={t('initiate.backupType.drives')}
        value={t('initiate.backupType.driveCount', { count: sums.drives })}
        note={t('initiate.backupType.drivesNote', { size: formatBytes(assumedDriveBytes, language) })}
      />
    </div>
  );
}
