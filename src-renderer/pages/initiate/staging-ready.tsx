import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { ByteSize } from '../../components/byte-size.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { WarningsList } from '../../components/progress/warnings-list.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useJobName } from '../../components/use-job-name.ts';
import { CopyComputerWay } from './copy-computer-way.tsx';
import { StagingCare } from './staging-care.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '880px' },
  needs: { margin: 0, paddingLeft: '20px' },
  ways: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: tokens.spacingHorizontalL,
  },
});

/** End of Initiate: where the staged backup lies, under which name, and the two ways on. */
export function StagingReady(props: { readonly job: JobSnapshot; readonly task: TaskSnapshot | undefined }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { go, openJob } = useNavigation();
  const nameOf = useJobName();
  const { job, task } = props;
  const { staging } = job;
  return (
    <>
      <PageHeader title={t('initiate.ready.title')} description={t('initiate.ready.description')} />
      <div className={styles.root}>
        {staging === undefined ? null : (
          <Section title={t('initiate.ready.result')} framed>
            {staging.skippedFiles === 0 ? (
              <StatusBadge tone="success">{t('initiate.ready.complete')}</StatusBadge>
            ) : (
              <StatusBadge tone="warning">
                {t('initiate.ready.skipped', { count: staging.skippedFiles })}
              </StatusBadge>
            )}
            <DefinitionList
              rows={[
                {
                  term: t('initiate.offlineDetails.stagingLocation'),
                  value: (
                    <Identifier
                      value={staging.stagingPath}
                      label={t('initiate.offlineDetails.stagingLocation')}
                    />
                  ),
                },
                ...(staging.furtherFolders === undefined
                  ? []
                  : [
                      {
                        term: t('initiate.progress.furtherFolders'),
                        value: staging.furtherFolders.map((path) => (
                          <Identifier key={path} value={path} label={t('initiate.progress.furtherFolders')} />
                        )),
                      },
                    ]),
                {
                  term: t('initiate.offlineDetails.importJobName'),
                  value: (
                    <Identifier value={nameOf(job)} label={t('initiate.offlineDetails.importJobName')} />
                  ),
                },
                {
                  term: t('initiate.ready.backedUp'),
                  value: (
                    <>
                      <ByteSize bytes={staging.sourceBytes} />{' '}
                      {t('initiate.confirmation.files', { count: staging.files })}
                    </>
                  ),
                },
                {
                  term: t('initiate.ready.inStaging'),
                  value: (
                    <>
                      <ByteSize bytes={staging.stagedBytes} />{' '}
                      {t('jobs.openStaged.volumes', { count: staging.volumes })}
                    </>
                  ),
                },
              ]}
            />
            {task === undefined ? null : <WarningsList task={task} />}
          </Section>
        )}
        {staging === undefined || job.phase === 'cleanedUp' ? null : (
          <StagingCare job={job} staging={staging} />
        )}
        <div className={styles.ways}>
          <Section title={t('initiate.ready.hereTitle')} framed>
            <Text>{t('initiate.ready.hereText')}</Text>
            <ul className={styles.needs}>
              <li>{t('initiate.ready.needsDrives')}</li>
              <li>{t('initiate.ready.needsRights')}</li>
            </ul>
          </Section>
          <CopyComputerWay job={job} />
        </div>
      </div>
      <PageFooter status={t('initiate.ready.status')}>
        <Button onClick={() => go({ kind: 'jobs' })}>{t('frame.allJobs')}</Button>
        <Button appearance="primary" onClick={() => openJob(job.id, 'prepareDisks')}>
          {t('pages.prepareDisks.name')}
        </Button>
      </PageFooter>
    </>
  );
}
