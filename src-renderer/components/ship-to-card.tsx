import { MessageBar, MessageBarBody, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShipToAddress } from '../../src-shared/domain/address.ts';
import { CopyButton } from './copy-button.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
  address: { fontStyle: 'normal', display: 'flex', flexDirection: 'column' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

type PostalLines = Pick<
  ShipToAddress,
  'recipientName' | 'streetAddress1' | 'city' | 'postalCode' | 'countryOrRegion' | 'phone'
> & { readonly streetAddress2?: string | undefined; readonly stateOrProvince?: string | undefined };

/** Lines of an address as they go on a parcel; recorded answers hold blank fields, which take no line. */
export function addressLines(address: PostalLines): readonly string[] {
  const town = [address.postalCode, address.city, address.stateOrProvince].filter(
    (part) => (part ?? '').trim() !== '',
  );
  return [
    address.recipientName,
    address.streetAddress1,
    address.streetAddress2 ?? '',
    town.join(' '),
    address.countryOrRegion,
    address.phone,
  ].filter((line) => line.trim() !== '');
}

/** Where the parcel goes, as the import job gave it, with the notice of that datacenter. */
export function ShipToCard(props: { readonly address: ShipToAddress; readonly children?: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const lines = addressLines(props.address);
  return (
    <div className={styles.root}>
      <address className={styles.address}>
        {lines.map((line, index) => (
          <Text key={line} weight={index === 0 ? 'semibold' : 'regular'}>
            {line}
          </Text>
        ))}
      </address>
      {props.address.notice.trim() === '' ? null : (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{props.address.notice}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.actions}>
        <CopyButton text={lines.join('\n')} label={t('shipping.shipTo.copy')} />
        {props.children}
      </div>
    </div>
  );
}
