import type { ReturnAddress, ShipToAddress } from '../../src-shared/domain/address.ts';
import type { Translate } from '../../src-shared/locales/translator.ts';

/** Lines of an address as they are written on a parcel; blank parts leave no gap. */
export function shipToLines(address: ShipToAddress): readonly string[] {
  return lines([
    address.recipientName,
    address.streetAddress1,
    address.streetAddress2,
    [address.postalCode, address.city].filter((part) => part !== '').join(' '),
    address.stateOrProvince,
    address.countryOrRegion,
    address.phone,
  ]);
}

/** @param word words below `shippingSheet` */
export function returnAddressLines(address: ReturnAddress, word: Translate): readonly string[] {
  return lines([
    address.recipientName,
    address.streetAddress1,
    address.streetAddress2 ?? '',
    `${address.postalCode} ${address.city}`,
    address.stateOrProvince ?? '',
    address.countryOrRegion,
    `${word('phone')}: ${address.phone}`,
    `${word('email')}: ${address.email}`,
  ]);
}

/** Some services put several lines into one field. */
function lines(parts: readonly string[]): readonly string[] {
  return parts
    .flatMap((part) => part.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as drive labels count them, in thousands. */
export function labelSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit] ?? 'B'}`;
}

/** `yyyy-MM-dd`: the one spelling of a date that no country reads in another order. */
export const dayOf = (instant: string): string => instant.slice(0, 10);
