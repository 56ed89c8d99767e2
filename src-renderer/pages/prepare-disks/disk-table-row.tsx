import {
  Button,
  Checkbox,
  makeStyles,
  mergeClasses,
  TableCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatExactBytes } from '../../../src-shared/locales/format.ts';
import { useLanguage } from '../../app/use-language.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { ChevronDown20Regular, ChevronRight20Regular, Key20Regular } from '../../components/icons.ts';
import { useTableStyles } from '../../components/table-styles.ts';
import { DiskContentsText } from './disk-contents-text.tsx';
import { DiskDetails } from './disk-details.tsx';
import { canChoose, canUseExistingKey, type DiskRow, serialTail } from './disk-rows.ts';
import { VerdictBadge } from './verdict-badge.tsx';

const useStyles = makeStyles({
  blocked: { color: tokens.colorNeutralForeground3 },
  name: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  model: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  serial: { fontFamily: tokens.fontFamilyMonospace },
  box: { margin: '-6px' },
  key: { marginLeft: tokens.spacingHorizontalM, marginBottom: tokens.spacingVerticalL },
});

export interface DiskTableRowProps {
  readonly row: DiskRow;
  readonly onToggle: () => void;
  readonly onUseExistingKey: () => void;
}

/** One disk, and on request everything known about it. */
export function DiskTableRow(props: DiskTableRowProps) {
  const styles = useStyles();
  const table = useTableStyles();
  const { t } = useTranslation();
  const language = useLanguage();
  const detailsId = useId();
  const [isOpen, setOpen] = useState(false);
  const { row } = props;
  const { facts } = row.disk;
  const isBlocked = !canChoose(row);
  const name = t('prepareDisks.diskName', { number: facts.number });
  const cell = mergeClasses(table.cell, isBlocked && styles.blocked);
  return (
    <>
      <TableRow aria-selected={row.isSelected}>
        <TableCell className={cell}>
          {isBlocked ? (
            <Text aria-label={t('prepareDisks.cannotChoose', { disk: name })}>-</Text>
          ) : (
            <Checkbox
              className={styles.box}
              checked={row.isSelected}
              aria-label={t('prepareDisks.chooseDisk', {
                disk: name,
                model: facts.identity.model,
                serial: facts.identity.serial,
              })}
              onChange={props.onToggle}
            />
          )}
        </TableCell>
        <TableCell className={cell}>
          <span className={styles.name}>
            <Text weight="semibold">
              {name} <span className={styles.serial}>{serialTail(facts.identity.serial)}</span>
            </Text>
            <Text className={styles.model} title={facts.identity.model}>
              {facts.identity.model}
            </Text>
          </span>
        </TableCell>
        <TableCell className={mergeClasses(cell, table.right)}>
          <ByteSize bytes={facts.identity.sizeBytes} />
        </TableCell>
        <TableCell className={cell}>
          <span className={styles.name}>
            <Text>{t(`prepareDisks.bus.${facts.identity.bus}`)}</Text>
            <Text>{formatExactBytes(facts.logicalSectorBytes, language)}</Text>
          </span>
        </TableCell>
        <TableCell className={cell}>
          <DiskContentsText facts={facts} />
        </TableCell>
        <TableCell className={table.cell}>
          <VerdictBadge row={row} />
        </TableCell>
        <TableCell className={table.cell}>
          <Button
            size="small"
            appearance="transparent"
            icon={isOpen ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
            aria-expanded={isOpen}
            aria-controls={detailsId}
            aria-label={t('prepareDisks.detailsOf', { disk: name })}
            onClick={() => setOpen(!isOpen)}
          />
        </TableCell>
      </TableRow>
      {isOpen ? (
        <TableRow id={detailsId}>
          <TableCell colSpan={7} className={table.cell}>
            <DiskDetails disk={row.disk} />
            {canUseExistingKey(row) ? (
              <Button className={styles.key} icon={<Key20Regular />} onClick={props.onUseExistingKey}>
                {t('prepareDisks.existing.offer')}
              </Button>
            ) : null}
          </TableCell>
        </TableRow>
      ) : null}
    </>
  );
}
