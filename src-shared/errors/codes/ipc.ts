/** Errors of the bridge itself and of input that no page could have sent. */
export const ipcErrorCodes = [
  'ipc.untrustedSender',
  'ipc.unknownChannel',
  'ipc.invalidInput',
  'ipc.tooLarge',
  'internal.unexpected',
] as const;
