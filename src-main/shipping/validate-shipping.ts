import type { ShippingDetails } from '../../src-shared/contract/shipping-calls.ts';
import type { DeliveryPackage } from '../../src-shared/domain/address.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import {
  drivesToShip,
  type KnownPackage,
  missingAddressFields,
  packageWithSameNumber,
  shipDateProblem,
} from '../../src-shared/domain/shipping-rules.ts';
import { judgeTrackingNumber } from '../../src-shared/domain/tracking-number.ts';
import { AppError, type ErrorParams } from '../../src-shared/errors/app-error.ts';
import type { ErrorCode } from '../../src-shared/errors/codes.ts';

function broken(code: ErrorCode, field: string, params: ErrorParams = {}): AppError {
  return new AppError({ kind: 'user', code, field, params });
}

/**
 * Refuses shipping details that the service or the datacenter would stumble over later.
 * @param packages packages of all other jobs that are known
 * @throws AppError `shipping.returnAddressIncomplete`, `shipping.carrierMissing`, `shipping.trackingNumberInvalid`,
 * `shipping.trackingNumberUsed`, `shipping.noDrives`, `shipping.driveCountWrong`, `shipping.shipDateInvalid`
 */
export function requireValidShipping(
  job: JobSnapshot,
  details: ShippingDetails,
  packages: readonly KnownPackage[],
  now: Date,
): void {
  const [missing, ...furtherMissing] = missingAddressFields(details.returnAddress);
  if (missing !== undefined) {
    const fields = [missing, ...furtherMissing].join(', ');
    throw broken('shipping.returnAddressIncomplete', `returnAddress.${missing}`, { fields });
  }
  for (const part of ['carrierName', 'carrierAccountNumber'] as const) {
    if (details.returnShipping[part].trim() === '')
      throw broken('shipping.carrierMissing', `returnShipping.${part}`);
  }
  if (details.deliveryPackage !== undefined) requirePackage(job, details.deliveryPackage, packages, now);
}

function requirePackage(
  job: JobSnapshot,
  delivery: DeliveryPackage,
  packages: readonly KnownPackage[],
  now: Date,
): void {
  const field = (name: keyof DeliveryPackage): string => `deliveryPackage.${name}`;
  const { carrierName, trackingNumber, driveCount, shipDate } = delivery;
  if (carrierName.trim() === '') throw broken('shipping.carrierMissing', field('carrierName'));
  if (judgeTrackingNumber(carrierName, trackingNumber) === 'invalid')
    throw broken('shipping.trackingNumberInvalid', field('trackingNumber'), { trackingNumber });
  const other = packageWithSameNumber(trackingNumber, packages);
  if (other !== undefined) {
    const params = { trackingNumber, otherJob: other.importJobName };
    throw broken('shipping.trackingNumberUsed', field('trackingNumber'), params);
  }
  const expected = drivesToShip(job).length;
  if (expected === 0) throw broken('shipping.noDrives', field('driveCount'));
  if (driveCount !== expected)
    throw broken('shipping.driveCountWrong', field('driveCount'), { expected, given: driveCount });
  const problem = shipDateProblem(shipDate, now);
  if (problem !== undefined)
    throw broken('shipping.shipDateInvalid', field('shipDate'), { shipDate, problem });
}
