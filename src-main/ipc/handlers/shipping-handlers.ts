import type { HandlersOf } from '../../../src-shared/contract/calls.ts';
import type { shippingCalls } from '../../../src-shared/contract/shipping-calls.ts';
import type { Services } from '../services.ts';

/** Routes the calls of Shipping. */
export function shippingHandlers({ shipping, translate }: Services): HandlersOf<typeof shippingCalls> {
  return {
    'shipping.save': ({ jobId, details }) => shipping.save(jobId, details),
    'shipping.commit': ({ jobId, details, typedText }) =>
      shipping.commit(jobId, details, typedText, translate),
    'shipping.printSheet': ({ jobId, folder }) => shipping.printSheet(jobId, folder, translate),
  };
}
