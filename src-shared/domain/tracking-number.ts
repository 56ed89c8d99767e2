/**
 * Forms of tracking numbers. Carriers change theirs without notice and none is published with the service, so a known form is
 * only a hint; what is refused is only what no carrier could have given.
 */
interface CarrierForm {
  readonly name: RegExp;
  readonly number: RegExp;
}

const carrierForms: readonly CarrierForm[] = [
  { name: /\bups\b/i, number: /^(1Z[0-9A-Z]{16}|T\d{10}|\d{9}|\d{12}|\d{26})$/ },
  { name: /fed\s*ex/i, number: /^(\d{12}|\d{14}|\d{15}|\d{20}|\d{22}|\d{34})$/ },
  { name: /\bdhl\b/i, number: /^(\d{10,11}|J[A-Z]{2,3}\d{10,24}|[A-Z]{2}\d{9}[A-Z]{2}|[A-Z0-9]{10,39})$/ },
  { name: /\btnt\b/i, number: /^(\d{9}|GD\d{9}[A-Z]{2}|\d{12})$/ },
  { name: /blue\s*dart/i, number: /^\d{8,12}$/ },
];

const anyNumber = /^[A-Z0-9-]{5,40}$/;

/** Letters upper-case, without the spaces that carriers print for reading. */
export function normalizedTrackingNumber(text: string): string {
  return text.replace(/\s+/g, '').toUpperCase();
}

/** True when two numbers are the same parcel; hyphens and spaces are only for reading. */
export function sameTrackingNumber(one: string, other: string): boolean {
  const digits = (text: string): string => normalizedTrackingNumber(text).replaceAll('-', '');
  return digits(one) !== '' && digits(one) === digits(other);
}

/** `invalid`: no carrier gives such a number. `unusual`: not a known form of this carrier, look again. */
export type TrackingNumberVerdict = 'good' | 'unusual' | 'invalid';

export function judgeTrackingNumber(carrierName: string, trackingNumber: string): TrackingNumberVerdict {
  const number = normalizedTrackingNumber(trackingNumber);
  if (!anyNumber.test(number)) return 'invalid';
  const form = carrierForms.find(({ name }) => name.test(carrierName));
  if (form === undefined) return 'good';
  return form.number.test(number.replaceAll('-', '')) ? 'good' : 'unusual';
}
