import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { stateWordsKey } from '../../../src-shared/domain/import-states.ts';
import { isImportProcessed } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    minHeight: '32px',
  },
  name: { minWidth: '220px' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const nameOf = (job: JobSnapshot): string => job.importJob?.name ?? job.draft.offlineDetails.importJobName;

/** Where an import job stands, in the service's words once it was asked, else in those of the list of jobs. */
function ImportJobState({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation();
  const state = job.monitor?.state;
  if (state === undefined) return <StatusBadge tone="waiting">{t(`jobs.phase.${job.phase}`)}</StatusBadge>;
  const tone = state === 'Completed' ? 'success' : isImportProcessed(state) ? 'warning' : 'waiting';
  return <StatusBadge tone={tone}>{t(`${stateWordsKey('job', state)}.title`, { state })}</StatusBadge>;
}

/** The import jobs of a set that needs more than one, with a way from each to the others. Nothing for a set that needs one. */
export function ImportJobsSection(props: {
  readonly job: JobSnapshot;
  /** All import jobs of the set, this one among them. */
  readonly packages: readonly JobSnapshot[];
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const { job, packages } = props;
  const isWithoutFirst = packages[0]?.package !== undefined;
  if (packages.length < 2 && !isWithoutFirst) return null;
  const text = job.opaque === undefined ? 'monitor.packages.text' : 'monitor.packages.programText';
  return (
    <Section title={t('monitor.packages.title')} text={t(text)}>
      <ul className={styles.list}>
        {isWithoutFirst ? (
          <li className={styles.row}>
            <Text className={styles.name}>{packages[0]?.package?.firstJobName}</Text>
            <Text className={styles.quiet}>{t('monitor.packages.elsewhere')}</Text>
          </li>
        ) : null}
        {packages.map((one) => (
          <li key={one.id} className={styles.row}>
            <Text className={styles.name} weight={one.id === job.id ? 'semibold' : 'regular'}>
              {nameOf(one)}
              {one.id === job.id ? ` (${t('monitor.packages.thisOne')})` : ''}
            </Text>
            <ImportJobState job={one} />
            {one.id === job.id ? null : (
              <Button size="small" onClick={() => openJob(one.id)}>
                {t('prepareDisks.furtherJob.open', { name: nameOf(one) })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
