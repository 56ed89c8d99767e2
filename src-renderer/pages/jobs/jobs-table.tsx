import {
  makeStyles,
  Table,
  TableBody,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { JobRow } from './job-row.tsx';

const useStyles = makeStyles({
  name: { width: '20%' },
  phase: { width: '18%' },
  next: { width: '23%' },
  deadline: { width: '22%' },
  computer: { width: '12%' },
  actions: { width: '5%' },
});

/** One row per job: phase, next action, nearest deadline, computer. The row that changed last stands first. */
export function JobsTable(props: { readonly jobs: readonly JobSnapshot[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const jobs = props.jobs.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return (
    <Table aria-label={t('jobs.title')}>
      <TableHeader>
        <TableRow>
          <TableHeaderCell className={styles.name}>{t('jobs.column.job')}</TableHeaderCell>
          <TableHeaderCell className={styles.phase}>{t('jobs.column.phase')}</TableHeaderCell>
          <TableHeaderCell className={styles.next}>{t('jobs.column.next')}</TableHeaderCell>
          <TableHeaderCell className={styles.deadline}>{t('jobs.column.deadline')}</TableHeaderCell>
          <TableHeaderCell className={styles.computer}>{t('jobs.column.computer')}</TableHeaderCell>
          <TableHeaderCell className={styles.actions} aria-label={t('jobs.column.actions')} />
        </TableRow>
      </TableHeader>
      <TableBody>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} jobs={jobs} />
        ))}
      </TableBody>
    </Table>
  );
}
