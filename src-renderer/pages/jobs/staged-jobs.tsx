import { Button, Card, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { StagedJob } from '../../../src-shared/contract/prepare-disks-calls.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import type { OpenStaged } from './use-open-staged.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  card: { flexDirection: 'row', alignItems: 'center', gap: tokens.spacingHorizontalL },
  text: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

export interface StagedJobsProps {
  readonly stagingPath: string;
  readonly jobs: readonly StagedJob[];
  readonly open: OpenStaged['open'];
}

/** Jobs found in a staging location; each says enough to be told apart without the passphrase. */
export function StagedJobs(props: StagedJobsProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { open } = props;
  if (props.jobs.length === 0) {
    return <EmptyState title={t('jobs.openStaged.noneTitle')} text={t('jobs.openStaged.noneText')} />;
  }
  return (
    <div className={styles.list}>
      {props.jobs.map((job) => (
        <Card key={job.setId} className={styles.card}>
          <div className={styles.text}>
            <Text weight="semibold">{job.importJobName}</Text>
            <Text size={200} className={styles.quiet}>
              {t('jobs.openStaged.from', { machine: job.machineName })},{' '}
              <DateTimeText instant={job.createdAt} />
            </Text>
          </div>
          <Text>
            <ByteSize bytes={job.stagedBytes} /> {t('jobs.openStaged.volumes', { count: job.volumes })}
          </Text>
          <Button
            appearance="primary"
            disabledFocusable={open.isPending}
            onClick={() => open.mutate({ stagingPath: props.stagingPath, setId: job.setId })}
          >
            {t('jobs.openStaged.open')}
          </Button>
        </Card>
      ))}
    </div>
  );
}
