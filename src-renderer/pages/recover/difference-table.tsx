import {
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
import type { Difference } from '../../../src-shared/contract/recover-calls.ts';
import { useTableStyles } from '../../components/table-styles.ts';

const useStyles = makeStyles({
  path: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const columns = ['path', 'what', 'expected', 'found'] as const;

/** Where the recovered files and the source differ now, entry by entry. */
export function DifferenceTable(props: { readonly differences: readonly Difference[] }) {
  const styles = useStyles();
  const table = useTableStyles();
  const cell = mergeClasses(table.cell, table.dense, table.anywhere);
  const { t } = useTranslation();
  return (
    <Table size="small" aria-label={t('recover.result.differences')}>
      <TableHeader>
        <TableRow>
          {columns.map((column) => (
            <TableHeaderCell key={column}>{t(`recover.difference.column.${column}`)}</TableHeaderCell>
          ))}
        </TableRow>
      </TableHeader>
      <TableBody>
        {props.differences.map((difference) => (
          <TableRow key={`${difference.code}:${difference.path}`}>
            <TableCell className={mergeClasses(cell, styles.path)}>{difference.path}</TableCell>
            <TableCell className={cell}>{t(`recover.difference.${difference.code}`)}</TableCell>
            <TableCell className={cell}>{difference.expected}</TableCell>
            <TableCell className={cell}>{difference.found}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
