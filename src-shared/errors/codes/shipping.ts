/** Errors of the shipping page: package, addresses, tracking number, deadlines. */
export const shippingErrorCodes = [
  'shipping.trackingNumberUsed',
  'shipping.trackingNumberInvalid',
  'shipping.carrierMissing',
  'shipping.shipDateInvalid',
  'shipping.driveCountWrong',
  'shipping.returnAddressIncomplete',
  'shipping.notConfirmed',
  'shipping.alreadyCommitted',
  'shipping.noDrives',
  'shipping.foreignDrive',
] as const;
