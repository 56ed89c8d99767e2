import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppInfo } from '../../app/app-info.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PathField } from '../../components/path-field.tsx';
import { SectionTitle } from '../../components/section-title.tsx';
import { StagedJobs } from './staged-jobs.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '880px' },
  button: { alignSelf: 'flex-start' },
});

/** For the copy computer: finds a job in a staging location, or opens the job file that came from the source computer. */
export function OpenStagedPage() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { suggestedStagingPath } = useAppInfo();
  const { go, openJob } = useNavigation();
  const [stagingPath, setStagingPath] = useState(suggestedStagingPath);
  const [filePath, setFilePath] = useState('');
  const inspect = useCallMutation('prepareDisks.inspectStaging');
  const openFile = useCallMutation('jobs.openFile', { onSuccess: ({ id }) => openJob(id, 'prepareDisks') });
  const error = inspect.error ?? openFile.error;
  return (
    <>
      <PageHeader title={t('jobs.openStaged.title')} description={t('jobs.openStaged.description')} />
      {error === null ? null : <ErrorPanel error={error} />}
      <section className={styles.section}>
        <SectionTitle>{t('jobs.openStaged.fromStaging')}</SectionTitle>
        <PathField
          label={t('jobs.openStaged.stagingPath')}
          hint={t('jobs.openStaged.stagingHint')}
          value={stagingPath}
          onChange={setStagingPath}
        />
        <Button
          className={styles.button}
          appearance="primary"
          disabledFocusable={stagingPath.trim() === '' || inspect.isPending}
          onClick={() => {
            openFile.reset();
            inspect.mutate({ stagingPath: stagingPath.trim() });
          }}
        >
          {t('jobs.openStaged.look')}
        </Button>
        {inspect.data === undefined ? null : (
          <StagedJobs stagingPath={inspect.variables.stagingPath} jobs={inspect.data.jobs} />
        )}
      </section>
      <section className={styles.section}>
        <SectionTitle>{t('jobs.openStaged.fromFile')}</SectionTitle>
        <PathField
          label={t('jobs.openStaged.jobFile')}
          hint={t('jobs.openStaged.jobFileHint')}
          value={filePath}
          onChange={setFilePath}
          pick="file"
        />
        <Button
          className={styles.button}
          disabledFocusable={filePath.trim() === '' || openFile.isPending}
          onClick={() => {
            inspect.reset();
            openFile.mutate({ path: filePath.trim() });
          }}
        >
          {t('jobs.openStaged.openFile')}
        </Button>
      </section>
      <PageFooter status={t('jobs.openStaged.status')}>
        <Button onClick={() => go({ kind: 'jobs' })}>{t('common.back')}</Button>
      </PageFooter>
    </>
  );
}
