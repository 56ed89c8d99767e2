import {
  Field,
  Input,
  makeStyles,
  mergeClasses,
  Select,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logVerdict, stateWordsKey } from '../../../src-shared/domain/import-states.ts';
import type { ImportLogEntry } from '../../../src-shared/domain/import-status.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTableStyles } from '../../components/table-styles.ts';
import { everything, filterLog, type LogFilter, statusesOf } from './log-filter.ts';

const useStyles = makeStyles({
  filter: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalL },
  text: { minWidth: '220px', flexGrow: 1, maxWidth: '360px' },
  size: { width: '84px' },
  status: { width: '26%' },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const tones = { good: 'success', waiting: 'waiting', look: 'warning', bad: 'danger' } as const;
const shownLines = 200;

function LogLine(props: { readonly entry: ImportLogEntry }) {
  const styles = useStyles();
  const table = useTableStyles();
  const cell = mergeClasses(table.cell, table.dense, table.anywhere);
  const { t } = useTranslation();
  const { entry } = props;
  const verdict = logVerdict(entry.status);
  const key = stateWordsKey('log', entry.status);
  return (
    <TableRow>
      <TableCell className={cell}>
        <StatusBadge tone={tones[verdict]}>{t(`${key}.title`, { code: entry.status })}</StatusBadge>
        {verdict === 'good' ? null : (
          <Text block size={200} className={styles.quiet}>
            {t(`${key}.next`)}
          </Text>
        )}
      </TableCell>
      <TableCell className={cell}>
        {entry.blobPath || entry.filePath || t('monitor.log.wholeDrive')}
        {entry.detail === '' ? null : (
          <Text block size={200} className={styles.quiet}>
            {entry.detail}
          </Text>
        )}
      </TableCell>
      <TableCell className={mergeClasses(cell, styles.size, table.right)}>
        <ByteSize bytes={entry.bytes} />
      </TableCell>
    </TableRow>
  );
}

/** Lines of a log that can be searched and narrowed; the first of them at most. */
export function LogTable(props: { readonly entries: readonly ImportLogEntry[]; readonly total: number }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const table = useTableStyles();
  const [filter, setFilter] = useState<LogFilter>(everything);
  const found = filterLog(props.entries, filter);
  if (props.total === 0) return <Text>{t('monitor.log.empty')}</Text>;
  return (
    <>
      <div className={styles.filter}>
        <Field label={t('monitor.log.search')} className={styles.text}>
          <Input
            value={filter.text}
            onChange={(_event, { value }) => setFilter({ ...filter, text: value })}
          />
        </Field>
        <Field label={t('monitor.log.status')}>
          <Select
            value={filter.status}
            onChange={(_event, { value }) => setFilter({ ...filter, status: value })}
          >
            <option value="">{t('monitor.log.anyStatus')}</option>
            {statusesOf(props.entries).map((status) => (
              <option key={status} value={status}>
                {t(`${stateWordsKey('log', status)}.title`, { code: status })}
              </option>
            ))}
          </Select>
        </Field>
        <Switch
          label={t('monitor.log.onlyTrouble')}
          checked={filter.onlyTrouble}
          onChange={(_event, { checked }) => setFilter({ ...filter, onlyTrouble: checked })}
        />
      </div>
      <Text role="status" className={styles.quiet}>
        {t('monitor.log.shown', {
          shown: Math.min(shownLines, found.length),
          count: found.length,
          total: props.total,
        })}
      </Text>
      <Table size="small" aria-label={t('monitor.log.title')}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.status}>{t('monitor.log.status')}</TableHeaderCell>
            <TableHeaderCell>{t('monitor.log.file')}</TableHeaderCell>
            <TableHeaderCell className={styles.size} button={{ className: table.end }}>
              {t('monitor.log.size')}
            </TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {found.slice(0, shownLines).map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a log have no id and may repeat.
            <LogLine key={index} entry={entry} />
          ))}
        </TableBody>
      </Table>
    </>
  );
}
