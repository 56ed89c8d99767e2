import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DriveImport } from '../../../src-shared/domain/import-status.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { formatPercent } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { RevealKey } from '../../components/reveal-key.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTableStyles } from '../../components/table-styles.ts';
import { driveVerdict } from './drive-verdict.ts';

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  narrow: { width: '84px' },
  drive: { width: '26%' },
  buttons: { width: '200px' },
});

function DriveRows(props: {
  readonly job: JobSnapshot;
  readonly drive: DriveImport;
  readonly onShowLog: () => void;
}) {
  const styles = useStyles();
  const table = useTableStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const { drive } = props;
  const verdict = driveVerdict(drive);
  const words = (part: string) => t(`${verdict.wordsKey}.${part}`, { ...verdict.params });
  return (
    <>
      <TableRow>
        <TableCell className={table.cell}>
          <Identifier value={drive.driveId} label={t('prepareDisks.details.serial')} />
        </TableCell>
        <TableCell className={table.cell}>
          <StatusBadge tone={verdict.tone}>{words('title')}</StatusBadge>
        </TableCell>
        <TableCell className={mergeClasses(table.cell, table.right)}>
          {formatPercent(drive.percentComplete / 100, language)}
        </TableCell>
        <TableCell className={mergeClasses(table.cell, table.right)}>
          <ByteSize bytes={drive.bytesSucceeded} />
        </TableCell>
        <TableCell className={table.cell}>
          <div className={styles.actions}>
            <Button
              size="small"
              aria-label={t('monitor.drives.logOf', { drive: drive.driveId })}
              onClick={props.onShowLog}
            >
              {t('monitor.drives.log')}
            </Button>
            <RevealKey
              call="monitor.revealRecoveryPassword"
              input={{ jobId: props.job.id, driveId: drive.driveId }}
              driveName={drive.driveId}
            />
          </div>
        </TableCell>
      </TableRow>
      {verdict.isOdd ? (
        <TableRow>
          <TableCell colSpan={5} className={table.cell}>
            <MessageBar intent={verdict.tone === 'danger' ? 'error' : 'warning'} layout="multiline">
              <MessageBarBody>
                <MessageBarTitle>{words('meaning')}</MessageBarTitle>
                {words('next')}
              </MessageBarBody>
            </MessageBar>
          </TableCell>
        </TableRow>
      ) : null}
    </>
  );
}

/** Drives as the import job reports them: state, percent, bytes, and for every odd state cause and next step. */
export function DriveTable(props: {
  readonly job: JobSnapshot;
  readonly onShowLog: (driveId: string) => void;
}) {
  const styles = useStyles();
  const table = useTableStyles();
  const { t } = useTranslation();
  const drives = props.job.monitor?.drives ?? [];
  return (
    <Section
      title={t('monitor.drives.title')}
      {...(drives.length === 0 ? { text: t('monitor.drives.none') } : {})}
    >
      {drives.length === 0 ? null : (
        <Table size="small" aria-label={t('monitor.drives.title')}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell className={styles.drive}>{t('monitor.drives.drive')}</TableHeaderCell>
              <TableHeaderCell>{t('monitor.drives.state')}</TableHeaderCell>
              <TableHeaderCell className={styles.narrow} button={{ className: table.end }}>
                {t('monitor.drives.percent')}
              </TableHeaderCell>
              <TableHeaderCell className={styles.narrow} button={{ className: table.end }}>
                {t('monitor.drives.bytes')}
              </TableHeaderCell>
              <TableHeaderCell className={styles.buttons}>{t('monitor.drives.actions')}</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            {drives.map((drive) => (
              <DriveRows
                key={drive.driveId}
                job={props.job}
                drive={drive}
                onShowLog={() => props.onShowLog(drive.driveId)}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
