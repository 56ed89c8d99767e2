import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppInfo } from '../../app/app-info.tsx';
import { type StagedStart, useNavigation } from '../../app/navigation.tsx';
import { PageFooter, PageHeader } from '../../app/page-slots.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PathField } from '../../components/path-field.tsx';
import { SectionTitle } from '../../components/section-title.tsx';
import { ForeignFolder } from './foreign-folder.tsx';
import { StagedJobs } from './staged-jobs.tsx';
import { useOpenStaged } from './use-open-staged.ts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '880px' },
  button: { alignSelf: 'flex-start' },
});

/**
 * For the copy computer: finds a job in a staging location, or opens the job file that came from the source computer. A single job is
 * opened at once (R124).
 */
export function OpenStagedPage({ start }: { readonly start?: StagedStart | undefined }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { suggestedStagingPath } = useAppInfo();
  const { go } = useNavigation();
  const [stagingPath, setStagingPath] = useState(start?.stagingPath ?? suggestedStagingPath);
  const [filePath, setFilePath] = useState(start?.jobFile ?? '');
  const { inspect, open, lookIn, openFile, foreignFolder, carryFolder, isBusy, error } = useOpenStaged(
    start?.page ?? 'prepareDisks',
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the wizard was started with is followed once.
  useEffect(() => {
    if (start?.jobFile !== undefined) openFile(start.jobFile, start.stagingPath);
    else if (start?.stagingPath !== undefined) lookIn(start.stagingPath);
  }, []);
  return (
    <>
      <PageHeader title={t('jobs.openStaged.title')} description={t('jobs.openStaged.description')} />
      {error === null || foreignFolder !== undefined ? null : <ErrorPanel error={error} />}
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
          appearance={foreignFolder === undefined ? 'primary' : 'secondary'}
          disabledFocusable={stagingPath.trim() === '' || isBusy}
          onClick={() => lookIn(stagingPath.trim())}
        >
          {t('jobs.openStaged.look')}
        </Button>
        {inspect.data === undefined ? null : (
          <StagedJobs stagingPath={inspect.variables.stagingPath} jobs={inspect.data.jobs} open={open} />
        )}
        {foreignFolder === undefined ? null : (
          <ForeignFolder isBusy={isBusy} onCarry={() => carryFolder(foreignFolder)} />
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
          disabledFocusable={filePath.trim() === '' || isBusy}
          onClick={() => openFile(filePath.trim())}
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
