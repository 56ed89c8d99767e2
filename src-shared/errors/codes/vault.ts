/** Errors of monitoring, of moving the seed to the vault, of recovery points, recovery and clean-up. */
export const vaultErrorCodes = [
  'vault.importNotFinished',
  'vault.blobMissing',
  'vault.copyDiffers',
  'vault.notVerified',
  'vault.pointNotFound',
  'vault.nothingSelected',
  'vault.targetInvalid',
  'vault.targetNotEmpty',
  'vault.sessionExpired',
  'vault.cleanUpNotConfirmed',
  'vault.writeFailed',
  'monitor.logUnreadable',
  'monitor.keyMissing',
  'monitor.importClosed',
] as const;
