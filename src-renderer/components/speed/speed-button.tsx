import { Button, Text } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobId } from '../../../src-shared/domain/ids.ts';
import { speedOf } from '../../../src-shared/domain/initiate-draft.ts';
import type { SpeedSettings } from '../../../src-shared/domain/speed-limits.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { ErrorPanel } from '../error-panel.tsx';
import { Gauge20Regular } from '../icons.ts';
import { SpeedFields } from './speed-fields.tsx';
import { speedText } from './speed-text.ts';

function SpeedDialog(props: {
  readonly jobId: JobId;
  readonly speed: SpeedSettings;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [settings, setSettings] = useState(props.speed);
  const [isWrong, setWrong] = useState(false);
  const setSpeed = useCallMutation('initiate.setSpeed', { onSuccess: props.onClose });
  return (
    <ConfirmDialog
      open
      title={t('initiate.speed.title')}
      confirmLabel={t('initiate.speed.apply')}
      canConfirm={!isWrong}
      isBusy={setSpeed.isPending}
      onConfirm={() => setSpeed.mutate({ jobId: props.jobId, speed: settings })}
      onCancel={props.onClose}
    >
      {setSpeed.error === null ? null : <ErrorPanel error={setSpeed.error} />}
      <Text>{t('initiate.speed.now')}</Text>
      <SpeedFields settings={settings} onChange={setSettings} onWrong={setWrong} />
      <Text role="status">{speedText(t, settings, language)}</Text>
    </ConfirmDialog>
  );
}

/** Changes what a running backup may take of the computer; it follows at once. */
export function SpeedButton({ jobId }: { readonly jobId: JobId }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { data: job } = useCall('jobs.get', { jobId });
  if (job === undefined) return null;
  return (
    <>
      <Button icon={<Gauge20Regular />} onClick={() => setOpen(true)}>
        {t('initiate.speed.button')}
      </Button>
      {isOpen ? (
        <SpeedDialog jobId={jobId} speed={speedOf(job.draft)} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}
