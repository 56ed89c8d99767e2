import type { ReturnAddress } from './address.ts';
import type { JobSnapshot, PreparedDrive } from './job.ts';
import { sameTrackingNumber } from './tracking-number.ts';

export type ReturnAddressField = keyof ReturnAddress;

/** Fields that the import job needs before it may become Shipping (import-export.md 1.3), in the order of the forms. */
const requiredAddressFields: readonly ReturnAddressField[] = [
  'recipientName',
  'phone',
  'email',
  'streetAddress1',
  'city',
  'postalCode',
  'countryOrRegion',
];

/** Required fields that are blank, in the order of the form; an e-mail address without its form counts as blank. */
export function missingAddressFields(address: ReturnAddress): readonly ReturnAddressField[] {
  return requiredAddressFields.filter((field) => {
    const text = (address[field] ?? '').trim();
    return field === 'email' ? !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) : text === '';
  });
}

/** Drives that belong into the package of a job: exactly the finished ones (R164, R166). */
export function drivesToShip(job: Pick<JobSnapshot, 'drives'>): readonly PreparedDrive[] {
  return job.drives.filter(({ state }) => state === 'ready');
}

export type ShipDateProblem = 'farPast' | 'farFuture';

const dayMilliseconds = 24 * 60 * 60 * 1000;
/** Drives must arrive within two weeks of giving the shipping information (R182); a later date is a slip of typing. */
const furthestDaysAhead = 14;
const furthestDaysBack = 30;

/** @param shipDate `yyyy-MM-dd` */
export function shipDateProblem(shipDate: string, now: Date): ShipDateProblem | undefined {
  const days = (Date.parse(`${shipDate}T00:00:00Z`) - now.getTime()) / dayMilliseconds;
  if (days > furthestDaysAhead) return 'farFuture';
  return days < -furthestDaysBack ? 'farPast' : undefined;
}

/** A package that another job has given to a carrier, or means to. */
export interface KnownPackage {
  readonly importJobName: string;
  readonly trackingNumber: string;
}

/** The other job that uses a tracking number already; a number serves one job only (R163, R165). */
export function packageWithSameNumber(
  trackingNumber: string,
  packagesOfOtherJobs: readonly KnownPackage[],
): KnownPackage | undefined {
  return packagesOfOtherJobs.find((known) => sameTrackingNumber(known.trackingNumber, trackingNumber));
}
