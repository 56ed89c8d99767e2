import { Button, Text } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../../src-shared/locales/format.ts';
import { useAppInfo } from '../../app/app-info.tsx';
import { useLanguage } from '../../app/use-language.ts';
import { useCallMutation } from '../../bridge/use-call.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Add20Regular, HardDrive20Regular } from '../../components/icons.ts';
import type { DiskChoiceState } from './use-disk-choice.ts';

/** Size of a drive that the button attaches: enough for a small rehearsal, quick to fill. */
const practiceDriveBytes = 2_000_000_000;

/** Plugs one more practice drive in; nothing outside practice mode. */
export function AttachPracticeDrive() {
  const { t } = useTranslation();
  const { isPractice } = useAppInfo();
  const attach = useCallMutation('practice.attachDrive');
  if (!isPractice) return null;
  return (
    <>
      <Button
        icon={<Add20Regular />}
        disabledFocusable={attach.isPending}
        onClick={() => attach.mutate({ sizeBytes: practiceDriveBytes })}
      >
        {t('prepareDisks.attachPracticeDrive')}
      </Button>
      {attach.error === null ? null : <ErrorPanel error={attach.error} onDismiss={attach.reset} />}
    </>
  );
}

/** Reading the disks failed: why, and how old the list on screen is. The list itself stays. */
export function DiskListFailure(props: { readonly list: DiskChoiceState['list'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data, error, refetch } = props.list;
  const failure = error ?? data?.error;
  if (failure === undefined || failure === null) return null;
  const seconds = data === undefined ? undefined : (Date.now() - Date.parse(data.readAt)) / 1000;
  return (
    <>
      <ErrorPanel error={failure} onRetry={() => void refetch()} takeFocus={false} />
      {seconds === undefined || data?.disks.length === 0 ? null : (
        <Text role="status" weight="semibold">
          {t('prepareDisks.staleList', { time: formatDuration(seconds, language) })}
        </Text>
      )}
    </>
  );
}

/** No disk at all, or none that may be used: two different things with different advice. */
export function NoDisks(props: {
  readonly kind: 'noneAttached' | 'noneUsable';
  readonly onReadAgain: () => void;
}) {
  const { t } = useTranslation();
  return (
    <EmptyState
      picture={<HardDrive20Regular aria-hidden />}
      title={t(`prepareDisks.empty.${props.kind}.title`)}
      text={t(`prepareDisks.empty.${props.kind}.text`)}
    >
      <Button onClick={props.onReadAgain}>{t('prepareDisks.readAgain')}</Button>
      <AttachPracticeDrive />
    </EmptyState>
  );
}
