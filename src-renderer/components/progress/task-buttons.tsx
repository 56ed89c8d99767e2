import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskSnapshot } from '../../../src-shared/domain/tasks.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { Pause20Regular, Play20Regular, Stop20Regular } from '../icons.ts';

const useStyles = makeStyles({ row: { display: 'flex', gap: tokens.spacingHorizontalS } });

/** Pause, resume and stop, as far as the task can. Stopping asks first and says what stays. */
export function TaskButtons(props: { readonly task: TaskSnapshot }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const pause = useCallMutation('activity.pause');
  const resume = useCallMutation('activity.resume');
  const stop = useCallMutation('activity.stop');
  const [isAsking, setAsking] = useState(false);
  const { id: taskId, state, canPause, canStop } = props.task;
  const isActive = state === 'running' || state === 'paused';
  if (!isActive) return null;
  return (
    <div className={styles.row}>
      {canPause && state === 'running' ? (
        <Button icon={<Pause20Regular />} disabled={pause.isPending} onClick={() => pause.mutate({ taskId })}>
          {t('activity.pause')}
        </Button>
      ) : null}
      {state === 'paused' ? (
        <Button
          icon={<Play20Regular />}
          disabled={resume.isPending}
          onClick={() => resume.mutate({ taskId })}
        >
          {t('activity.resume')}
        </Button>
      ) : null}
      {canStop ? (
        <Button icon={<Stop20Regular />} disabled={stop.isPending} onClick={() => setAsking(true)}>
          {t('activity.stop')}
        </Button>
      ) : null}
      <ConfirmDialog
        open={isAsking}
        title={t('activity.stopTitle')}
        confirmLabel={t('activity.stopConfirm')}
        cancelLabel={t('activity.keepRunning')}
        destructive
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          stop.mutate({ taskId });
        }}
      >
        {t('activity.stopText')}
      </ConfirmDialog>
    </div>
  );
}
