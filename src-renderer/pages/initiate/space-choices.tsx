import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import type { Waiting } from '../../../src-shared/domain/tasks.ts';
import { FolderOpen20Regular } from '../../components/icons.ts';
import { AddStagingFolderDialog } from './add-staging-folder-dialog.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  button: { alignSelf: 'flex-start' },
});

/** What helps a backup whose staging location is full, besides free space: another folder for its volumes, not for its catalog. */
export function SpaceChoices(props: { readonly job: JobSnapshot; readonly waiting: Waiting }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { job, waiting } = props;
  const { stagingLocation } = job.draft.offlineDetails;
  const hasFurther = (job.furtherStagingFolders ?? []).length > 0;
  if (hasFurther && waiting.path === stagingLocation) {
    return <Text block>{t('initiate.progress.waiting.catalog')}</Text>;
  }
  return (
    <div className={styles.root}>
      <Text block>{t('initiate.progress.waiting.choices')}</Text>
      <Button className={styles.button} icon={<FolderOpen20Regular />} onClick={() => setOpen(true)}>
        {t('initiate.progress.waiting.add')}
      </Button>
      {isOpen ? <AddStagingFolderDialog job={job} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
