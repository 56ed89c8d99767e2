import {
  makeStyles,
  Table,
  TableBody,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { DiskId } from '../../../src-shared/domain/ids.ts';
import { useTableStyles } from '../../components/table-styles.ts';
import type { DiskRow } from './disk-rows.ts';
import { DiskTableRow } from './disk-table-row.tsx';

const useStyles = makeStyles({
  frame: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    overflow: 'hidden',
  },
  table: { tableLayout: 'fixed' },
  choose: { width: '40px', boxSizing: 'border-box' },
  disk: { width: '24%', boxSizing: 'border-box' },
  verdict: { width: '20%', boxSizing: 'border-box' },
  size: { width: '76px', boxSizing: 'border-box' },
  connection: { width: '92px', boxSizing: 'border-box' },
  open: { width: '48px', boxSizing: 'border-box' },
});

export interface DiskTableProps {
  readonly rows: readonly DiskRow[];
  readonly onToggle: (diskId: DiskId) => void;
  /** Offered in the details of an encrypted disk. */
  readonly onUseExistingKey: (row: DiskRow) => void;
}

/** Every disk of this computer. Only usable ones have a box; the others say why. */
export function DiskTable(props: DiskTableProps) {
  const styles = useStyles();
  const table = useTableStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.frame}>
      <Table size="small" className={styles.table} aria-label={t('prepareDisks.table.name')}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell className={styles.choose} aria-label={t('prepareDisks.table.choose')} />
            <TableHeaderCell className={styles.disk}>{t('prepareDisks.table.disk')}</TableHeaderCell>
            <TableHeaderCell className={styles.size} button={{ className: table.end }}>
              {t('prepareDisks.table.size')}
            </TableHeaderCell>
            <TableHeaderCell className={styles.connection}>
              {t('prepareDisks.table.connection')}
            </TableHeaderCell>
            <TableHeaderCell>{t('prepareDisks.table.contents')}</TableHeaderCell>
            <TableHeaderCell className={styles.verdict}>{t('prepareDisks.table.verdict')}</TableHeaderCell>
            <TableHeaderCell className={styles.open} aria-label={t('prepareDisks.table.details')} />
          </TableRow>
        </TableHeader>
        <TableBody>
          {props.rows.map((row) => (
            <DiskTableRow
              key={row.disk.facts.id}
              row={row}
              onToggle={() => props.onToggle(row.disk.facts.id)}
              onUseExistingKey={() => props.onUseExistingKey(row)}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
