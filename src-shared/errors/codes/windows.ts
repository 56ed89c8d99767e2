/** Errors of Windows itself behind disks, snapshots and file metadata. */
export const windowsErrorCodes = [
  'windows.accessDenied',
  'windows.scriptFailed',
  'windows.answerUnreadable',
  'windows.encryptionFailed',
  'windows.noDriveLetter',
  'windows.volumeBusy',
  'windows.snapshotFailed',
] as const;
