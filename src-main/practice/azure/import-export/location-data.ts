/**
 * @file Shipping locations of the practice world: carriers and redirections as the real service lists them (import-export.md 4.3),
 * addresses made up. The oddities are meant: blank lines, notices in the name, line breaks, shifted fields.
 */

export interface ShippingAddress {
  readonly recipientName: string;
  readonly streetAddress1: string;
  readonly streetAddress2: string;
  readonly city: string;
  readonly stateOrProvince: string;
  readonly postalCode: string;
  readonly countryOrRegion: string;
  readonly phone?: string;
  readonly additionalShippingInformation?: string;
}

export interface ShippingLocation {
  readonly name: string;
  readonly displayName: string;
  readonly carriers: readonly string[];
  /** Name of the location that takes the parcels of this one; its own name when it takes them itself. */
  readonly redirectedTo: string;
}

const five = ['Blue Dart', 'DHL', 'FedEx', 'TNT', 'UPS'];
const fedexAndDhl = ['FedEx', 'DHL'];
const fedex = ['FedEx'];
const dhl = ['DHL'];

type Row = readonly [displayName: string, carriers: readonly string[], redirectedTo?: string];

const rows: readonly Row[] = [
  ['Australia East', five],
  ['Australia Southeast', five],
  ['Brazil South', five],
  ['Canada Central', five],
  ['Canada East', fedexAndDhl, 'canadacentral'],
  ['Central India', dhl],
  ['Central US', fedex],
  ['East Asia', dhl],
  ['East US', five],
  ['East US 2', fedex, 'eastus'],
  ['France Central', fedex, 'westeurope'],
  ['Germany North', fedex, 'westeurope'],
  ['Germany West Central', fedex, 'westeurope'],
  ['Japan East', five],
  ['Japan West', five],
  ['Korea Central', five],
  ['Korea South', fedexAndDhl, 'australiasoutheast'],
  ['North Central US', five],
  ['North Europe', five, 'westeurope'],
  ['Norway East', fedex, 'westeurope'],
  ['South Central US', fedex, 'westus'],
  ['South India', dhl],
  ['Southeast Asia', five],
  ['Switzerland North', fedex, 'westeurope'],
  ['Switzerland West', fedex, 'westeurope'],
  ['UK South', five],
  ['UK West', fedexAndDhl, 'uksouth'],
  ['West Central US', fedexAndDhl, 'centralus'],
  ['West Europe', five],
  ['West India', five, 'centralindia'],
  ['West US', five],
  ['West US 2', five],
];

export const shippingLocations: readonly ShippingLocation[] = rows.map(
  ([displayName, carriers, redirectedTo]) => {
    const name = displayName.replaceAll(' ', '').toLowerCase();
    return { name, displayName, carriers, redirectedTo: redirectedTo ?? name };
  },
);

const service = 'Practice Import/Export Service';
const notice =
  'Parcels for this place must be announced. Write to operations@contoso.example with the name of your job and wait for the inbound number and the address';

function place(
  streetAddress1: string,
  city: string,
  stateOrProvince: string,
  postalCode: string,
  countryOrRegion: string,
  phone?: string,
): ShippingAddress {
  return {
    recipientName: service,
    streetAddress1,
    streetAddress2: '',
    city,
    stateOrProvince,
    postalCode,
    countryOrRegion,
    ...(phone === undefined ? {} : { phone }),
    additionalShippingInformation: '',
  };
}

const blank: ShippingAddress = {
  recipientName: notice,
  streetAddress1: ' ',
  streetAddress2: ' ',
  city: ' ',
  stateOrProvince: ' ',
  postalCode: ' ',
  countryOrRegion: ' ',
  phone: ' ',
};

/** Addresses of the locations that take parcels themselves. */
export const shippingAddresses: Readonly<Record<string, ShippingAddress>> = {
  australiaeast: blank,
  australiasoutheast: blank,
  brazilsouth: place('Rua das Cópias 40', 'Campinas', 'SP', 'CEP: 13.000-001', 'Brazil'),
  canadacentral: place('120 Practice Street West', 'Toronto', 'ON', 'M5V 0A1', 'Canada', ''),
  centralindia: {
    ...place('Drive Yard, 2nd floor, Ring Road', 'Pune', 'MH', '411000', 'India', '+91 00000 00000'),
    additionalShippingInformation: 'Send driver and vehicle details one day ahead.',
  },
  centralus: place('400 Rehearsal Road', 'West Des Moines', 'IA', '50200', 'USA', '5155550100'),
  eastasia: place(
    '\n      18 Harbour Copy Street, Tseung Kwan O ',
    'Hong Kong',
    '',
    '',
    '',
    '+852 5550 0100\n    ',
  ),
  eastus: place('2100 Sample Drive', 'Ashburn', 'VA', '20140', 'USA', ''),
  japaneast: place('2-7-50 Renshu, Kita-ku', 'Tokyo', '', '114-0000', 'Japan'),
  japanwest: place('3-1-20 Renshu, Kita-ku', 'Osaka', 'Osaka', '530-0000', 'Japan', '+81 6 5550 0100'),
  koreacentral: place('29 Yeonseup-daero', 'Anyang', '', '14000', 'Republic of Korea'),
  northcentralus: place('600 Northwest Practice Avenue', 'Northlake', 'IL', '60160', 'USA', '(708) 555-0100'),
  southindia: place('226 Trial Hills Road', 'Chennai', 'Tamil Nadu', '600000', 'India', '+91 00000 00001'),
  southeastasia: {
    recipientName: service,
    streetAddress1: '21 Rehearsal Avenue',
    streetAddress2: '',
    city: 'Singapore',
    stateOrProvince: '530000',
    postalCode: 'Singapore (SG)',
    countryOrRegion: '+65 5550 0100',
  },
  uksouth: blank,
  westeurope: {
    ...place('Oefenweg 570', 'Middenmeer', 'NL-NH', '1775 AA', 'Netherlands (NL)', '+31 20 555 0100'),
    additionalShippingInformation: 'Open from 8:00 to 16:00. Write the job name on the parcel.',
  },
  westus: place('2040 Practice Street', 'Santa Clara', 'CA', '95050', 'USA', '408 555 0100'),
  westus2: place('100 Columbia Copy Road', 'Quincy', 'WA', '98840', 'USA', '509 555 0100'),
};
