import { knownDriveStates, knownImportJobStates } from './import-status.ts';

/**
 * Codes that copy logs of all generations use (import-export.md 2.4 to 2.6). Each has words under `importStates.log.<code>`; every
 * other code is shown as it is, with the words of `unknown`.
 */
export const knownLogCodes = [
  'None',
  'Completed',
  'CompletedWithWarnings',
  'CompletedWithErrors',
  'DiskNotFound',
  'VolumeNotNtfs',
  'DiskOperationFailed',
  'BitLockerVolumeNotFound',
  'BitLockerNotActivated',
  'BitLockerProtectorNotFound',
  'BitLockerKeyInvalid',
  'BitLockerUnlockVolumeFailed',
  'BitLockerFailed',
  'ManifestNameInvalid',
  'ManifestNameTooLong',
  'ManifestNotFound',
  'ManifestAccessDenied',
  'ManifestCorrupted',
  'ManifestFormatInvalid',
  'ManifestDriveIdMismatch',
  'ReadManifestFailed',
  'BlobListFormatInvalid',
  'BlobRequestForbidden',
  'InternalError',
  'FileNameInvalid',
  'FileNameTooLong',
  'FileNotFound',
  'FileAccessDenied',
  'BlobRequestFailed',
  'RenameFailed',
  'BlobUnexpectedChange',
  'LeasePresent',
  'IOFailed',
  'Failed',
  'Created',
  'Renamed',
  'Skipped',
  'Overwritten',
  'Cancelled',
  'Committed',
  'Uncommitted',
  'Corrupted',
  'FileUnexpectedEnd',
  'BlobUnexpectedEnd',
  'XmlReadFailed',
  'XmlWriteFailed',
  'StorageRequestFailed',
  'StorageRequestForbidden',
  'InvalidWorkitem',
  'InvalidPageBlobUploadAsBlockBlob',
  'InvalidAzureFileUploadAsBlockBlob',
  'InvalidManagedDiskUploadAsBlockBlob',
  'InvalidManagedDiskUploadAsPageBlob',
  'ManagedDiskCreationTerminalFailure',
  'DiskConversionNotStartedTierInfoMissing',
  'MovedToOverflowShare',
  'MovedToDefaultAzureShare',
  'ContainerRenamed',
  'ShareRenamed',
  'BlobRenamed',
  'FileRenamed',
  'DiskRenamed',
  'UploadErrorWin32',
  'UploadErrorCloudHttp',
  'UploadErrorDataValidationError',
  'UploadErrorManagedConversionError',
  'UploadErrorUnknownType',
  'FileNameTrailsWithSlash',
  'ExportCloudHttp',
] as const;

/** Per-drive copy results of the Data Box generation (import-export.md 1.14), under `importStates.copy.<code>`. */
export const knownCopyStatuses = [
  'NotStarted',
  'InProgress',
  'Completed',
  'CompletedWithErrors',
  'CompletedWithWarnings',
  'Failed',
  'NotReturned',
  'HardwareError',
  'DeviceFormatted',
  'DeviceMetadataModified',
  'StorageAccountNotAccessible',
  'UnsupportedData',
  'DriveNotReceived',
  'UnsupportedDrive',
  'OtherServiceError',
  'OtherUserError',
  'DriveNotDetected',
  'DriveCorrupted',
  'MetadataFilesModifiedOrRemoved',
] as const;

export type StateVocabulary = 'job' | 'drive' | 'copy' | 'log';

const known: Readonly<Record<StateVocabulary, readonly string[]>> = {
  job: knownImportJobStates,
  drive: knownDriveStates,
  copy: knownCopyStatuses,
  log: knownLogCodes,
};

/** Key of the words for a state or code; unknown ones get the words that show them as they are (`state`, `code`). */
export function stateWordsKey(vocabulary: StateVocabulary, state: string): string {
  return `importStates.${vocabulary}.${known[vocabulary].includes(state) ? state : 'unknown'}`;
}

export type StateVerdict = 'good' | 'waiting' | 'look' | 'bad';

const goodLogCodes: readonly string[] = ['None', 'Completed', 'Created', 'Overwritten'];
const lookLogCodes: readonly string[] = [
  'CompletedWithWarnings',
  'Skipped',
  'InvalidPageBlobUploadAsBlockBlob',
  'InvalidAzureFileUploadAsBlockBlob',
  'InvalidManagedDiskUploadAsBlockBlob',
  'InvalidManagedDiskUploadAsPageBlob',
];

/** How a line of a copy log is to be taken: icon and word of the page. A code that nobody knows deserves a look. */
export function logVerdict(code: string): StateVerdict {
  if (goodLogCodes.includes(code)) return 'good';
  if (lookLogCodes.includes(code)) return 'look';
  return (knownLogCodes as readonly string[]).includes(code) ? 'bad' : 'look';
}

/** How a drive state is to be taken. `CompletedMoreInfo` is no failure: its log says what it was (import-export.md 1.6). */
export function driveVerdict(state: string): StateVerdict {
  switch (state) {
    case 'Completed':
    case 'ShippedBack':
      return 'good';
    case 'Specified':
    case 'Received':
    case 'Transferring':
      return 'waiting';
    case 'NeverReceived':
      return 'bad';
    default:
      return 'look';
  }
}
