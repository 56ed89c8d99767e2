import type { ShippingDetails } from '../../../src-shared/contract/shipping-calls.ts';
import type { ReturnAddress } from '../../../src-shared/domain/address.ts';
import type { JobSnapshot } from '../../../src-shared/domain/job.ts';
import {
  drivesToShip,
  missingAddressFields,
  shipDateProblem,
} from '../../../src-shared/domain/shipping-rules.ts';
import { judgeTrackingNumber } from '../../../src-shared/domain/tracking-number.ts';
import { type AddressDraft, addressDraftOf } from '../../components/address-fields.tsx';
import type { ChecklistItem } from './package-check.ts';

/** Everything the page asks for, as typed. */
export interface ShippingForm {
  readonly address: AddressDraft;
  readonly returnCarrier: string;
  readonly returnAccount: string;
  readonly hasTracking: boolean;
  readonly carrier: string;
  readonly trackingNumber: string;
  /** `yyyy-MM-dd` */
  readonly shipDate: string;
  readonly checked: readonly ChecklistItem[];
}

export type ShippingField =
  | `address.${keyof ReturnAddress}`
  | 'returnCarrier'
  | 'returnAccount'
  | 'carrier'
  | 'trackingNumber'
  | 'shipDate';

/** Why the form cannot be sent; words under `shipping.problems`. */
export type ShippingProblemCode = 'required' | 'email' | 'date' | 'farPast' | 'farFuture' | 'trackingNumber';
export interface ShippingProblem {
  readonly field: ShippingField;
  readonly code: ShippingProblemCode;
}

/** What the form starts with: what the job knows already, today as ship date. */
export function shippingFormOf(job: JobSnapshot, now: Date): ShippingForm {
  const { returnAddress, returnShipping, deliveryPackage } = job.shipping ?? {};
  return {
    address: addressDraftOf(returnAddress),
    returnCarrier: returnShipping?.carrierName ?? '',
    returnAccount: returnShipping?.carrierAccountNumber ?? '',
    hasTracking: deliveryPackage !== undefined,
    carrier: deliveryPackage?.carrierName ?? '',
    trackingNumber: deliveryPackage?.trackingNumber ?? '',
    shipDate: deliveryPackage?.shipDate ?? now.toISOString().slice(0, 10),
    checked: [],
  };
}

const required = (field: ShippingField, text: string): readonly ShippingProblem[] =>
  text.trim() === '' ? [{ field, code: 'required' }] : [];

function trackingProblems(form: ShippingForm, now: Date): readonly ShippingProblem[] {
  const missing = required('trackingNumber', form.trackingNumber);
  const isBroken =
    missing.length === 0 && judgeTrackingNumber(form.carrier, form.trackingNumber) === 'invalid';
  const isDate = !Number.isNaN(Date.parse(`${form.shipDate}T00:00:00Z`)) && form.shipDate.length === 10;
  const dateProblem: ShippingProblemCode | undefined = isDate ? shipDateProblem(form.shipDate, now) : 'date';
  return [
    ...required('carrier', form.carrier),
    ...missing,
    ...(isBroken ? ([{ field: 'trackingNumber', code: 'trackingNumber' }] as const) : []),
    ...(dateProblem === undefined ? [] : [{ field: 'shipDate' as const, code: dateProblem }]),
  ];
}

/**
 * What keeps the form from being sent, in the order of the page, so that the first one can take the focus.
 * Whether another job uses the tracking number only the main process can tell.
 */
export function shippingProblems(form: ShippingForm, now: Date): readonly ShippingProblem[] {
  const address = missingAddressFields(form.address).map(
    (field): ShippingProblem => ({
      field: `address.${field}`,
      code: form.address[field].trim() === '' ? 'required' : 'email',
    }),
  );
  return [
    ...address,
    ...required('returnCarrier', form.returnCarrier),
    ...required('returnAccount', form.returnAccount),
    ...(form.hasTracking ? trackingProblems(form, now) : []),
  ];
}

/** The contract's shape of a form without problems. */
export function shippingDetailsOf(form: ShippingForm, job: Pick<JobSnapshot, 'drives'>): ShippingDetails {
  const text = (field: keyof AddressDraft) => form.address[field].trim();
  return {
    returnAddress: {
      recipientName: text('recipientName'),
      streetAddress1: text('streetAddress1'),
      city: text('city'),
      postalCode: text('postalCode'),
      countryOrRegion: text('countryOrRegion'),
      phone: text('phone'),
      email: text('email'),
      ...(text('streetAddress2') === '' ? {} : { streetAddress2: text('streetAddress2') }),
      ...(text('stateOrProvince') === '' ? {} : { stateOrProvince: text('stateOrProvince') }),
    },
    returnShipping: {
      carrierName: form.returnCarrier.trim(),
      carrierAccountNumber: form.returnAccount.trim(),
    },
    ...(form.hasTracking
      ? {
          deliveryPackage: {
            carrierName: form.carrier.trim(),
            trackingNumber: form.trackingNumber.trim(),
            driveCount: Math.max(1, drivesToShip(job).length),
            shipDate: form.shipDate,
          },
        }
      : {}),
  };
}
