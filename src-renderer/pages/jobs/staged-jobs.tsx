import { Button, Card, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { StagedJob } from '../../../src-shared/contract/prepare-disks-calls.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  card: { flexDirection: 'row', alignItems: 'center', gap: tokens.spacingHorizontalL },
  text: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Jobs found in a staging location; each says enough to be told apart without the passphrase. */
export function StagedJobs(props: { readonly stagingPath: string; readonly jobs: readonly StagedJob[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const open = useCallMutation('prepareDisks.openStagedJob', {
    onSuccess: ({ id }) => openJob(id, 'prepareDisks'),
  });
  if (props.jobs.length === 0) {
    return <EmptyState title={t('jobs.openStaged.noneTitle')} text={t('jobs.openStaged.noneText')} />;
  }
  return (
    <div className={styles.list}>
      {open.error === null ? null : <ErrorPanel error={open.error} />}
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
