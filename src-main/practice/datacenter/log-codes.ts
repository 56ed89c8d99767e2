/** @file Codes of the copy logs, format 2014-11-01 (import-export.md 2.4). */

export type DriveStatus =
  | 'Completed'
  | 'CompletedWithWarnings'
  | 'CompletedWithErrors'
  | 'DiskNotFound'
  | 'VolumeNotNtfs'
  | 'DiskOperationFailed'
  | 'BitLockerNotActivated'
  | 'BitLockerKeyInvalid'
  | 'BitLockerUnlockVolumeFailed'
  | 'ManifestNameInvalid'
  | 'ManifestNameTooLong'
  | 'ManifestNotFound'
  | 'ManifestCorrupted'
  | 'ManifestFormatInvalid'
  | 'ManifestDriveIdMismatch'
  | 'ReadManifestFailed'
  | 'BlobListFormatInvalid'
  | 'BlobRequestForbidden'
  | 'InternalError';

export type BlobStatus =
  | 'Completed'
  | 'CompletedWithErrors'
  | 'FileNameInvalid'
  | 'FileNameTooLong'
  | 'FileNotFound'
  | 'BlobRequestFailed'
  | 'BlobRequestForbidden'
  | 'RenameFailed'
  | 'LeasePresent'
  | 'IOFailed'
  | 'Failed';

export type DispositionStatus = 'Created' | 'Renamed' | 'Skipped' | 'Overwritten' | 'Cancelled';

export type PartStatus =
  | 'Completed'
  | 'Committed'
  | 'Uncommitted'
  | 'Corrupted'
  | 'FileUnexpectedEnd'
  | 'BlobRequestFailed'
  | 'IOFailed'
  | 'Cancelled';

export type ExtraStatus =
  | 'Completed'
  | 'FileNameInvalid'
  | 'FileNotFound'
  | 'Corrupted'
  | 'XmlReadFailed'
  | 'Cancelled';

/** True when everything on the drive arrived, whatever the log has to tell about it. */
export function isCopied(status: DriveStatus): boolean {
  return status === 'Completed' || status === 'CompletedWithWarnings';
}
