import { Checkbox, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { drivesToShip } from '../../../src-shared/domain/shipping-rules.ts';
import { ByteSize } from '../../components/byte-size.tsx';
import { FieldRow } from '../../components/field-row.tsx';
import { Identifier } from '../../components/identifier.tsx';
import { Section } from '../../components/section.tsx';
import { SheetPrinter } from '../../components/sheet-printer.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { type ChecklistItem, checklistItems, judgeSerial, type SerialVerdict } from './package-check.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, minWidth: 0 },
  drives: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  drive: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground3 },
  checklist: { border: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
});

function SerialAnswer(props: { readonly verdict: SerialVerdict }) {
  const { t } = useTranslation();
  const { verdict } = props;
  switch (verdict.kind) {
    case 'nothingTyped':
      return null;
    case 'belongs':
      return (
        <StatusBadge tone="success">
          {t('shipping.package.belongs', { serial: verdict.drive.identity.serial })}
        </StatusBadge>
      );
    case 'severalMatch':
      return (
        <StatusBadge tone="warning">
          {t('shipping.package.severalMatch', { count: verdict.count })}
        </StatusBadge>
      );
    case 'foreign':
      return <StatusBadge tone="danger">{t('shipping.package.foreign')}</StatusBadge>;
  }
}

/** The drives that belong into the package, a check for the one in hand, the packing checklist, the sheet to print. */
export function PackageSection(props: {
  readonly job: JobSnapshot;
  readonly checked: readonly ChecklistItem[];
  readonly onChecked: (checked: readonly ChecklistItem[]) => void;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const drives = drivesToShip(props.job);
  const toggle = (item: ChecklistItem) =>
    props.onChecked(
      props.checked.includes(item)
        ? props.checked.filter((other) => other !== item)
        : [...props.checked, item],
    );
  return (
    <Section
      title={t('shipping.package.title', { count: drives.length })}
      text={t('shipping.package.text')}
      actions={<SheetPrinter jobId={props.job.id} />}
    >
      <div className={styles.columns}>
        <div className={styles.column}>
          <ul className={styles.drives}>
            {drives.map(({ identity, bytes }) => (
              <li key={identity.serial} className={styles.drive}>
                <Identifier value={identity.serial} label={t('prepareDisks.details.serial')} />
                <Text className={styles.quiet}>
                  {identity.model}, <ByteSize bytes={bytes} />
                </Text>
              </li>
            ))}
          </ul>
          <FieldRow label={t('shipping.package.check')} hint={t('shipping.package.checkHint')}>
            <Input
              value={typed}
              maxLength={256}
              autoComplete="off"
              spellCheck={false}
              onChange={(_event, { value }) => setTyped(value)}
            />
          </FieldRow>
          <div role="status">
            <SerialAnswer verdict={judgeSerial(typed, drives)} />
          </div>
        </div>
        <fieldset className={styles.checklist}>
          <legend>
            <Text weight="semibold">{t('shipping.package.checklist')}</Text>
          </legend>
          {checklistItems.map((item) => (
            <Checkbox
              key={item}
              label={t(`shipping.package.item.${item}`)}
              checked={props.checked.includes(item)}
              onChange={() => toggle(item)}
            />
          ))}
        </fieldset>
      </div>
    </Section>
  );
}
