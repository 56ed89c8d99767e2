import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ShippingDetails } from '../../../src-shared/contract/shipping-calls.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import { drivesToShip } from '../../../src-shared/domain/shipping-rules.ts';
import { DateTimeText } from '../../components/date-time-text.tsx';
import { DefinitionList, type DefinitionRow } from '../../components/definition-list.tsx';
import { Section } from '../../components/section.tsx';
import { addressLines } from '../../components/ship-to-card.tsx';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(300px, 1fr))',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
  },
  serials: { fontFamily: tokens.fontFamilyMonospace },
  lines: { display: 'flex', flexDirection: 'column' },
});

function Lines(props: { readonly lines: readonly string[] }) {
  const styles = useStyles();
  return (
    <span className={styles.lines}>
      {props.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}

/** Everything as it is sent to the import job: nothing shortened, nothing left out. */
export function DetailsList(props: {
  readonly job: JobSnapshot;
  readonly details: Partial<ShippingDetails>;
}) {
  const styles = useStyles();
  const { t } = useTranslation();
  const text = (key: string) => t(`shipping.review.${key}`);
  const { returnAddress, returnShipping, deliveryPackage } = props.details;
  const { importJob } = props.job;
  const parcel: DefinitionRow[] = [
    { term: text('importJob'), value: importJob?.name ?? '' },
    {
      term: text('shipTo'),
      value: <Lines lines={importJob === undefined ? [] : addressLines(importJob.shipTo)} />,
    },
    {
      term: text('drives'),
      value: (
        <span className={styles.serials}>
          <Lines lines={drivesToShip(props.job).map(({ identity }) => identity.serial)} />
        </span>
      ),
    },
    { term: text('carrier'), value: deliveryPackage?.carrierName ?? text('later') },
    { term: text('trackingNumber'), value: deliveryPackage?.trackingNumber ?? text('later') },
    ...(deliveryPackage === undefined
      ? []
      : [
          { term: text('driveCount'), value: String(deliveryPackage.driveCount) },
          {
            term: text('shipDate'),
            value: <DateTimeText instant={`${deliveryPackage.shipDate}T12:00:00Z`} show="date" />,
          },
        ]),
  ];
  const address = returnAddress === undefined ? [] : [...addressLines(returnAddress), returnAddress.email];
  const wayBack: DefinitionRow[] = [
    {
      term: text('returnAddress'),
      value: <Lines lines={address} />,
    },
    { term: text('returnCarrier'), value: returnShipping?.carrierName ?? '' },
    { term: text('returnAccount'), value: returnShipping?.carrierAccountNumber ?? '' },
  ];
  return (
    <div className={styles.grid}>
      <Section framed title={text('parcel')}>
        <DefinitionList rows={parcel} />
      </Section>
      <Section framed title={text('wayBack')}>
        <DefinitionList rows={wayBack} />
      </Section>
    </div>
  );
}
