import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { PathField } from '../../components/path-field.tsx';

/** Asks for another folder that takes the volumes of a waiting backup from now on. */
export function AddStagingFolderDialog(props: { readonly job: JobSnapshot; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [path, setPath] = useState('');
  const add = useCallMutation('initiate.addStagingFolder', { onSuccess: props.onClose });
  const { id: jobId, draft } = props.job;
  return (
    <ConfirmDialog
      open
      title={t('initiate.progress.waiting.add')}
      confirmLabel={t('initiate.progress.waiting.add')}
      canConfirm={path.trim() !== ''}
      isBusy={add.isPending}
      onConfirm={() => add.mutate({ jobId, path: path.trim() })}
      onCancel={props.onClose}
    >
      {add.error === null ? null : <ErrorPanel error={add.error} />}
      <Text>{t('initiate.progress.waiting.addText', { path: draft.offlineDetails.stagingLocation })}</Text>
      <PathField
        label={t('initiate.progress.waiting.folder')}
        required
        value={path}
        hint={t('initiate.progress.waiting.folderHint')}
        onChange={setPath}
      />
    </ConfirmDialog>
  );
}
