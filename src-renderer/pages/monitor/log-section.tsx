import { Button, makeStyles, Skeleton, SkeletonItem } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useCall } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Section } from '../../components/section.tsx';
import { LogTable } from './log-table.tsx';

const useStyles = makeStyles({
  waiting: { height: '120px' },
});

/** Log of one drive as a table that can be searched and narrowed. */
export function LogSection(props: {
  readonly job: JobSnapshot;
  readonly driveId: string;
  readonly onClose: () => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { data, error, refetch } = useCall('monitor.logs', { jobId: props.job.id, driveId: props.driveId });
  return (
    <Section
      title={t('monitor.log.titleOf', { drive: props.driveId })}
      actions={
        <Button size="small" onClick={props.onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {error === null ? null : <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? (
        <Skeleton aria-label={t('monitor.log.reading')}>
          <SkeletonItem className={styles.waiting} />
        </Skeleton>
      ) : null}
      {data === undefined ? null : <LogTable entries={data.entries} total={data.total} />}
    </Section>
  );
}
