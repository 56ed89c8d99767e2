import type { Handlers } from '../../src-shared/contract/calls.ts';
import { appHandlers } from './handlers/app-handlers.ts';
import { initiateHandlers } from './handlers/initiate-handlers.ts';
import { jobsHandlers } from './handlers/jobs-handlers.ts';
import { monitorHandlers } from './handlers/monitor-handlers.ts';
import { opaqueHandlers } from './handlers/opaque-handlers.ts';
import { prepareDisksHandlers } from './handlers/prepare-disks-handlers.ts';
import { recoverHandlers } from './handlers/recover-handlers.ts';
import { shippingHandlers } from './handlers/shipping-handlers.ts';
import type { Services } from './services.ts';

/** One handler per call of the contract; a missing one is a compile error. */
export function createHandlers(services: Services): Handlers {
  return {
    ...appHandlers(services),
    ...jobsHandlers(services),
    ...initiateHandlers(services),
    ...prepareDisksHandlers(services),
    ...opaqueHandlers(services),
    ...shippingHandlers(services),
    ...monitorHandlers(services),
    ...recoverHandlers(services),
  };
}
