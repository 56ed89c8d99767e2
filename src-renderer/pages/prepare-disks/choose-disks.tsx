import { Button, makeStyles, Skeleton, SkeletonItem, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskChoice } from '../../../src-shared/contract/prepare-disks-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { ArrowClockwise20Regular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { AttachPracticeDrive, DiskListFailure, NoDisks } from './disk-list-notice.tsx';
import type { DiskRow } from './disk-rows.ts';
import { DiskTable } from './disk-table.tsx';
import { EarlierDrives } from './earlier-drives.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { ExistingKeyDialog } from './existing-key-dialog.tsx';
import { PlanBars, PlanSentence } from './plan-bars.tsx';
import { canStart, disksToErase } from './plan-summary.ts';
import { useDiskChoice } from './use-disk-choice.ts';

const useStyles = makeStyles({
  rows: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  item: { height: '44px' },
});

export interface ChooseDisksProps {
  readonly job: JobSnapshot;
  /** Starts the session, or widens the running one. */
  readonly onChosen: (choices: readonly DiskChoice[]) => Promise<unknown>;
  /** Draws the erase button where the page wants it: in the footer, or under the table. */
  readonly renderAction: (button: ReactNode) => ReactNode;
  /** True where going on with the drives of the session is the likelier step. */
  readonly isSecondary?: boolean | undefined;
}

/** Table of disks, plan, and the two ways to take a disk: erase it, or open it with its own key. */
export function ChooseDisks(props: ChooseDisksProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const choice = useDiskChoice(props.job);
  const [isErasing, setErasing] = useState(false);
  const [existing, setExisting] = useState<DiskRow>();
  const toErase = disksToErase(choice.diskIds, choice.summary);
  const chosen = async (choices: readonly DiskChoice[]) => {
    await props.onChosen(choices);
    setErasing(false);
    setExisting(undefined);
    choice.clear();
  };
  const readAgain = () => void choice.list.refetch();
  return (
    <Section
      title={t('prepareDisks.disksTitle')}
      text={t('prepareDisks.disksText')}
      actions={
        choice.problem === 'noneAttached' || choice.problem === 'noneUsable' ? undefined : (
          <>
            <AttachPracticeDrive />
            <Button
              icon={<ArrowClockwise20Regular />}
              disabledFocusable={choice.list.isFetching}
              onClick={readAgain}
            >
              {t('prepareDisks.readAgain')}
            </Button>
          </>
        )
      }
    >
      <DiskListFailure list={choice.list} />
      {choice.list.isPending ? (
        <Skeleton className={styles.rows} aria-label={t('prepareDisks.readingDisks')}>
          {['a', 'b', 'c', 'd'].map((key) => (
            <SkeletonItem key={key} className={styles.item} />
          ))}
        </Skeleton>
      ) : null}
      {choice.problem === 'noneAttached' || choice.problem === 'noneUsable' ? (
        <NoDisks kind={choice.problem} onReadAgain={readAgain} />
      ) : null}
      {choice.rows.length === 0 ? null : (
        <DiskTable rows={choice.rows} onToggle={choice.toggle} onUseExistingKey={setExisting} />
      )}
      {choice.plan.error === null ? null : (
        <ErrorPanel error={choice.plan.error} onRetry={() => void choice.plan.refetch()} takeFocus={false} />
      )}
      {choice.plan.data === undefined || choice.diskIds.length === 0 ? null : (
        <PlanBars plan={choice.plan.data} rows={choice.rows} />
      )}
      <div aria-live="polite">
        {choice.summary === undefined ? null : <PlanSentence summary={choice.summary} rows={choice.rows} />}
      </div>
      {props.renderAction(
        <Button
          appearance={props.isSecondary === true ? 'secondary' : 'primary'}
          disabledFocusable={toErase.length === 0 || !canStart(choice.summary)}
          onClick={() => setErasing(true)}
        >
          {toErase.length === 0
            ? t('prepareDisks.erase.openNone')
            : t('prepareDisks.erase.open', { count: toErase.length })}
        </Button>,
      )}
      <EarlierDrives jobId={props.job.id} />
      {isErasing ? (
        <EraseDialog
          jobId={props.job.id}
          diskIds={toErase}
          rows={choice.rows}
          onTickets={chosen}
          onClose={() => setErasing(false)}
        />
      ) : null}
      {existing === undefined ? null : (
        <ExistingKeyDialog
          row={existing}
          onKey={(existingRecoveryPassword) =>
            chosen([{ diskId: existing.disk.facts.id, existingRecoveryPassword }])
          }
          onClose={() => setExisting(undefined)}
        />
      )}
    </Section>
  );
}
