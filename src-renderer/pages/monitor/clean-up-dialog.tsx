import { Input, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CleanUpPreview } from '../../../src-shared/contract/monitor-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { useCall, useCallMutation } from '../../bridge/use-call.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';

const useStyles = makeStyles({
  list: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    listStyleType: 'none',
    maxHeight: '240px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
  },
  item: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  name: { overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
  waiting: { height: '160px' },
});

/** Long lists are cut on screen; the number of all items is said, and the total covers them all. */
const shownItems = 500;

function ItemList(props: { readonly preview: CleanUpPreview }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { items, totalBytes } = props.preview;
  return (
    <>
      <Text>
        {t('monitor.vault.cleanUp.total', { count: items.length, size: formatBytes(totalBytes, language) })}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it. */}
      <ul className={styles.list} tabIndex={0} aria-label={t('monitor.vault.cleanUp.list')}>
        {items.slice(0, shownItems).map((item) => (
          <li key={`${item.kind}:${item.name}`} className={styles.item}>
            <span>
              {t(`monitor.vault.cleanUp.kind.${item.kind}`)} <span className={styles.name}>{item.name}</span>
            </span>
            <ByteSize bytes={item.bytes} />
          </li>
        ))}
        {items.length > shownItems ? (
          <li>{t('monitor.vault.cleanUp.andMore', { count: items.length - shownItems })}</li>
        ) : null}
      </ul>
    </>
  );
}

/** Exactly what goes, read when the dialog opens; typing the job's name confirms. */
export function CleanUpDialog(props: { readonly job: JobSnapshot; readonly onClose: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { job } = props;
  const [typed, setTyped] = useState('');
  const preview = useCall('monitor.cleanUpPreview', { jobId: job.id });
  const { refetch } = preview;
  // A preview from an earlier opening may be old; what is confirmed must be what is there now.
  useEffect(() => void refetch(), [refetch]);
  const cleanUp = useCallMutation('monitor.cleanUp', { onSuccess: props.onClose });
  const name = job.importJob?.name ?? '';
  const refusal = preview.data?.refusal;
  const isReady = preview.data !== undefined && !preview.isFetching && refusal === undefined;
  return (
    <ConfirmDialog
      open
      wide
      destructive
      title={t('monitor.vault.cleanUp.dialogTitle')}
      confirmLabel={t('monitor.vault.cleanUp.confirm', { count: preview.data?.items.length ?? 0 })}
      cancelLabel={t('monitor.vault.cleanUp.keep')}
      canConfirm={isReady && typed.trim() === name && name !== ''}
      isBusy={cleanUp.isPending}
      onConfirm={() => cleanUp.mutate({ jobId: job.id, typedText: typed.trim() })}
      onCancel={props.onClose}
    >
      {cleanUp.error === null ? null : <ErrorPanel error={cleanUp.error} />}
      {preview.error === null ? null : <ErrorPanel error={preview.error} onRetry={() => void refetch()} />}
      <Text>{t('monitor.vault.cleanUp.dialogText')}</Text>
      {preview.data === undefined && preview.error === null ? (
        <Skeleton aria-label={t('monitor.vault.cleanUp.reading')}>
          <SkeletonItem className={styles.waiting} />
        </Skeleton>
      ) : null}
      {preview.data === undefined ? null : <ItemList preview={preview.data} />}
      {refusal === undefined ? null : (
        <StatusBadge tone="danger">{t(`monitor.vault.cleanUp.refusal.${refusal}`)}</StatusBadge>
      )}
      {isReady ? (
        <FieldRow label={t('monitor.vault.cleanUp.type', { name })}>
          <Input
            value={typed}
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            disabled={cleanUp.isPending}
            onChange={(_event, { value }) => setTyped(value)}
          />
        </FieldRow>
      ) : null}
    </ConfirmDialog>
  );
}
