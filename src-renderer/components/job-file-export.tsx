import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../src-shared/domain/ids.ts';
import { useCallMutation } from '../bridge/use-call.ts';
import { ErrorPanel } from './error-panel.tsx';
import { ArrowExport20Regular } from './icons.ts';
import { Identifier } from './identifier.tsx';
import { PathField } from './path-field.tsx';
import { StatusBadge } from './status-badge.tsx';

const useStyles = makeStyles({
  button: { alignSelf: 'flex-start' },
  written: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Writes the job file into a folder, so that nothing is typed twice on the other computer, and shows where it is. */
export function JobFileExport({ jobId }: { readonly jobId: JobId }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [folder, setFolder] = useState('');
  const exportFile = useCallMutation('jobs.exportFile');
  return (
    <>
      {exportFile.error === null ? null : (
        <ErrorPanel error={exportFile.error} onDismiss={exportFile.reset} />
      )}
      <PathField label={t('initiate.ready.exportFolder')} value={folder} onChange={setFolder} />
      <Button
        className={styles.button}
        icon={<ArrowExport20Regular />}
        disabledFocusable={folder.trim() === '' || exportFile.isPending}
        onClick={() => exportFile.mutate({ jobId, folder: folder.trim() })}
      >
        {t('initiate.ready.export')}
      </Button>
      {exportFile.data === undefined ? null : (
        <div role="status" className={styles.written}>
          <StatusBadge tone="success">{t('initiate.ready.exported')}</StatusBadge>
          <Identifier value={exportFile.data.path} label={t('initiate.ready.exportedPath')} />
        </div>
      )}
    </>
  );
}
