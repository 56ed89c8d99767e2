import {
  Link,
  makeStyles,
  mergeClasses,
  TableCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { nextActionOf } from '../../../src-shared/domain/next-action.ts';
import { packagesOf } from '../../../src-shared/domain/packages.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { useTableStyles } from '../../components/table-styles.ts';
import { useJobName } from '../../components/use-job-name.ts';
import { JobDeadline } from './job-deadline.tsx';
import { JobMenu } from './job-menu.tsx';

const useStyles = makeStyles({
  middle: { verticalAlign: 'middle' },
  name: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** A job at a glance; its name opens the page it needs next. */
export function JobRow(props: {
  readonly job: JobSnapshot;
  /** Every job, since several import jobs may share a set. */
  readonly jobs: readonly JobSnapshot[];
}) {
  const { job } = props;
  const styles = useStyles();
  const table = useTableStyles();
  const cell = mergeClasses(table.cell, table.anywhere, styles.middle);
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const nameOf = useJobName();
  const next = nextActionOf(job, packagesOf(job, props.jobs));
  return (
    <TableRow>
      <TableCell className={cell}>
        <div className={styles.name}>
          <Link as="button" onClick={() => openJob(job.id)}>
            <Text weight="semibold">{nameOf(job)}</Text>
          </Link>
          <Text size={200} className={styles.quiet}>
            <DateTimeText instant={job.updatedAt} />
          </Text>
        </div>
      </TableCell>
      <TableCell className={cell}>{t(`jobs.phase.${job.phase}`)}</TableCell>
      <TableCell className={cell}>
        {t(`jobs.next.${next.code}`, { names: (next.importJobs ?? []).join(', ') })}
      </TableCell>
      <TableCell className={cell}>
        <JobDeadline job={job} />
      </TableCell>
      <TableCell className={cell}>{job.machineName}</TableCell>
      <TableCell className={cell}>
        <JobMenu job={job} name={nameOf(job)} />
      </TableCell>
    </TableRow>
  );
}
