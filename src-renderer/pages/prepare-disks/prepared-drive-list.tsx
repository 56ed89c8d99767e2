import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { RevealKey } from '../../components/reveal-key.tsx';
import { Section } from '../../components/section.tsx';
import { useTableStyles } from '../../components/table-styles.ts';
import { driveLabels } from './drive-label.ts';

const useStyles = makeStyles({
  stack: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXS,
  },
  label: {
    fontFamily: tokens.fontFamilyMonospace,
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusSmall,
    padding: `2px ${tokens.spacingHorizontalS}`,
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** First output: the drives, what to write on each, and the key on request. */
export function PreparedDriveList(props: { readonly job: JobSnapshot }) {
  const styles = useStyles();
  const table = useTableStyles();
  const { t } = useTranslation();
  const labels = driveLabels(props.job);
  return (
    <Section
      title={t('prepareDisks.outputs.drives', { count: labels.length })}
      text={t('prepareDisks.outputs.drivesText')}
    >
      <Table size="small" aria-label={t('prepareDisks.outputs.drives', { count: labels.length })}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('prepareDisks.table.disk')}</TableHeaderCell>
            <TableHeaderCell>{t('prepareDisks.outputs.label')}</TableHeaderCell>
            <TableHeaderCell>{t('prepareDisks.outputs.key')}</TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {labels.map(({ drive, lines }) => {
            const { serial, model } = drive.identity;
            return (
              <TableRow key={serial}>
                <TableCell className={table.cell}>
                  <span className={styles.stack}>
                    <Text>{model}</Text>
                    <Identifier value={serial} label={t('prepareDisks.details.serial')} />
                    <Text className={styles.quiet}>
                      {drive.letter === undefined ? '' : `${drive.letter}: `}
                      <ByteSize bytes={drive.bytes} />
                    </Text>
                  </span>
                </TableCell>
                <TableCell className={table.cell}>
                  <span className={styles.stack}>
                    <span className={styles.label}>{lines.join('  ')}</span>
                    <CopyButton text={lines.join('\n')} label={t('prepareDisks.outputs.copyLabel')} />
                  </span>
                </TableCell>
                <TableCell className={table.cell}>
                  <RevealKey
                    call="prepareDisks.revealRecoveryPassword"
                    input={{ jobId: props.job.id, serial }}
                    driveName={serial}
                  />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Section>
  );
}
