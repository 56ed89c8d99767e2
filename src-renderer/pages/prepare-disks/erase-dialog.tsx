import { makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DiskId, JobId } from '../../../src-shared/domain/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import type { DiskRow } from './disk-rows.ts';
import { EraseDiskCard } from './erase-disk-card.tsx';
import { useErase } from './use-erase.ts';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  waiting: { height: '120px' },
});

export interface EraseDialogProps {
  readonly jobId: JobId;
  readonly diskIds: readonly DiskId[];
  readonly rows: readonly DiskRow[];
  /** Starts or widens the session with the tickets; a rejection is shown here and nothing typed is lost. */
  readonly onTickets: (choices: readonly { diskId: DiskId; eraseTicket: string }[]) => Promise<unknown>;
  readonly onClose: () => void;
}

/**
 * Last question before data goes. Repeats each disk as it was read just now and has its last serial characters typed. Nothing
 * is the default, Enter confirms nothing, and no timer hurries anyone.
 */
export function EraseDialog(props: EraseDialogProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const erase = useErase(props.jobId, props.diskIds, props.onTickets);
  const count = props.diskIds.length;
  const numberOf = (diskId: DiskId) =>
    props.rows.find(({ disk }) => disk.facts.id === diskId)?.disk.facts.number ?? 0;
  return (
    <ConfirmDialog
      open
      wide
      destructive
      title={t('prepareDisks.erase.title', { count })}
      confirmLabel={t('prepareDisks.erase.confirm', { count })}
      cancelLabel={t('prepareDisks.erase.cancel')}
      canConfirm={erase.canConfirm}
      isBusy={erase.isBusy}
      onConfirm={erase.confirm}
      onCancel={props.onClose}
    >
      {erase.error === undefined ? null : <ErrorPanel error={erase.error} />}
      <Text>{t('prepareDisks.erase.text', { count })}</Text>
      <ul className={styles.list}>
        {erase.entries.map((entry) => (
          <li key={entry.diskId}>
            {entry.challenge === undefined && entry.error === undefined ? (
              <Skeleton aria-label={t('prepareDisks.erase.reading')}>
                <SkeletonItem className={styles.waiting} />
              </Skeleton>
            ) : (
              <EraseDiskCard
                entry={entry}
                number={numberOf(entry.diskId)}
                isBusy={erase.isBusy}
                onType={(text) => erase.type(entry.diskId, text)}
                onReadAgain={() => erase.readAgain(entry.diskId)}
              />
            )}
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
