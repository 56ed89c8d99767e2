import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ArrowRight20Regular, Delete20Regular, MoreHorizontal20Regular } from '../../components/icons.ts';

/** Opens a job, or removes the record of one that holds nothing any more. */
export function JobMenu(props: { readonly job: JobSnapshot; readonly name: string }) {
  const { t } = useTranslation();
  const { openJob } = useNavigation();
  const [isAsking, setAsking] = useState(false);
  const remove = useCallMutation('jobs.remove', { onSuccess: () => setAsking(false) });
  const { job, name } = props;
  const canRemove = job.phase === 'draft' || job.phase === 'cleanedUp';
  const close = () => {
    remove.reset();
    setAsking(false);
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontal20Regular />}
            aria-label={t('jobs.menuOf', { name })}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<ArrowRight20Regular />} onClick={() => openJob(job.id)}>
              {t('jobs.open')}
            </MenuItem>
            {canRemove ? (
              <MenuItem icon={<Delete20Regular />} onClick={() => setAsking(true)}>
                {t('jobs.remove')}
              </MenuItem>
            ) : null}
          </MenuList>
        </MenuPopover>
      </Menu>
      <ConfirmDialog
        open={isAsking}
        title={t('jobs.removeTitle', { name })}
        confirmLabel={t('jobs.remove')}
        destructive
        isBusy={remove.isPending}
        onCancel={close}
        onConfirm={() => remove.mutate({ jobId: job.id })}
      >
        {remove.error === null ? null : <ErrorPanel error={remove.error} />}
        {t('jobs.removeText')}
      </ConfirmDialog>
    </>
  );
}
