import { makeStyles, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { startArgumentFor } from '../../../src-shared/domain/start-arguments.ts';
import { Identifier } from '../../components/identifier.tsx';
import { JobFileExport } from '../../components/job-file-export.tsx';
import { Section } from '../../components/section.tsx';

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: '20px' },
});

/** For drives that are attached to another computer: what to take there, and the job file. */
export function CopyComputerWay({ job }: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Section title={t('initiate.ready.copyTitle')} framed>
      <Text>{t('initiate.ready.copyText')}</Text>
      <ul className={styles.list}>
        <li>{t('initiate.ready.takeShare')}</li>
        {job.staging?.furtherFolders === undefined ? null : <li>{t('initiate.ready.takeFurther')}</li>}
        <li>{t('initiate.ready.takeFile')}</li>
        <li>{t('initiate.ready.takeAccount')}</li>
      </ul>
      <Text>{t('initiate.ready.openThere')}</Text>
      {job.staging === undefined ? null : (
        <>
          <Text>{t('start.command')}</Text>
          <Identifier value={startArgumentFor(job.staging.stagingPath)} label={t('start.argument')} />
        </>
      )}
      <JobFileExport jobId={job.id} />
    </Section>
  );
}
