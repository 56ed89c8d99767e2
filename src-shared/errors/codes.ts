import { azureErrorCodes } from './codes/azure.ts';
import { diskErrorCodes } from './codes/disks.ts';
import { ipcErrorCodes } from './codes/ipc.ts';
import { jobErrorCodes } from './codes/jobs.ts';
import { opaqueErrorCodes } from './codes/opaque.ts';
import { practiceErrorCodes } from './codes/practice.ts';
import { shippingErrorCodes } from './codes/shipping.ts';
import { stagingErrorCodes } from './codes/staging.ts';
import { startErrorCodes } from './codes/start.ts';
import { vaultErrorCodes } from './codes/vault.ts';
import { windowsErrorCodes } from './codes/windows.ts';

/** Every error code of the product. A locale test checks that each has `title`, `cause` and `next` in every language. */
export const errorCodes = [
  ...ipcErrorCodes,
  ...jobErrorCodes,
  ...startErrorCodes,
  ...stagingErrorCodes,
  ...diskErrorCodes,
  ...opaqueErrorCodes,
  ...azureErrorCodes,
  ...shippingErrorCodes,
  ...vaultErrorCodes,
  ...windowsErrorCodes,
  ...practiceErrorCodes,
] as const;

export type ErrorCode = (typeof errorCodes)[number];
