import type { ShippingDetails } from '../../src-shared/contract/shipping-calls.ts';
import type { DeliveryPackage } from '../../src-shared/domain/address.ts';

/** Shipping details with everything that Shipping needs. */
export interface CommittedDetails extends ShippingDetails {
  readonly deliveryPackage: DeliveryPackage;
}
