/** Errors of folders that another program wrote. */
export const opaqueErrorCodes = [
  'opaque.folderEmpty',
  'opaque.tooManyFiles',
  'opaque.filesRefused',
  'opaque.extraInvalid',
  'opaque.detailInvalid',
  'opaque.destinationSettled',
] as const;
