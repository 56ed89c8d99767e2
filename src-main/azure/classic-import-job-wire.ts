import type { DriveStatus, JobResponse, ShippingInformation } from '@azure/arm-storageimportexport';
import type { ShipToAddress } from '../../src-shared/domain/address.ts';
import type { DriveImport } from '../../src-shared/domain/import-status.ts';
import type { DriveForImport, ImportJobView, NewImportJob } from './import-job-service.ts';
import { resourceGroupOf, sameText } from './resource-id.ts';

/** The service sends `null`, blanks and line breaks at the ends of lines (import-export.md 4.3). */
function text(value: string | null | undefined, maximumLength: number): string {
  return (value ?? '').trim().slice(0, maximumLength);
}

function wholeNumber(value: number | null | undefined, maximum: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 0;
  return Math.min(Math.max(Math.trunc(value), 0), maximum);
}

function toDrive(drive: DriveStatus): DriveImport {
  return {
    driveId: text(drive.driveId, 256),
    state: text(drive.state, 256),
    copyStatus: text(drive.copyStatus, 256),
    percentComplete: wholeNumber(drive.percentComplete, 100),
    bytesSucceeded: wholeNumber(drive.bytesSucceeded, Number.MAX_SAFE_INTEGER),
    errorLogUri: text(drive.errorLogUri, 2048),
    verboseLogUri: text(drive.verboseLogUri, 2048),
    manifestUri: text(drive.manifestUri, 2048),
  };
}

/**
 * Ship-to address as a job gives it. Some sites put an instruction into the recipient's name and leave the street blank (ask for
 * an inbound id first): it becomes the notice (import-export.md 4.3).
 */
export function shipToOf(information: ShippingInformation | undefined): ShipToAddress {
  const recipientName = text(information?.recipientName, 2048);
  const streetAddress1 = text(information?.streetAddress1, 2048);
  const streetAddress2 = text(information?.streetAddress2, 2048);
  const additional = text(information?.additionalInformation, 2048);
  const isInstruction = streetAddress1 === '' && streetAddress2 === '' && recipientName !== '';
  return {
    recipientName: isInstruction ? '' : recipientName,
    streetAddress1,
    streetAddress2,
    city: text(information?.city, 256),
    stateOrProvince: text(information?.stateOrProvince, 256),
    postalCode: text(information?.postalCode, 256),
    countryOrRegion: text(information?.countryOrRegion, 256),
    phone: text(information?.phone, 256),
    notice: [isInstruction ? recipientName : '', additional].filter((line) => line !== '').join('\n'),
  };
}

/** True when the address says something to ship by. */
export function hasShipTo(address: ShipToAddress): boolean {
  return address.streetAddress1 !== '' || address.streetAddress2 !== '' || address.notice !== '';
}

export function toView(job: JobResponse): ImportJobView {
  const properties = job.properties ?? {};
  const drives = properties.driveList ?? [];
  return {
    name: job.name ?? '',
    resourceGroup: resourceGroupOf(job.id),
    location: job.location ?? '',
    storageAccountId: properties.storageAccountId ?? '',
    state: text(properties.state, 256) || 'Creating',
    percentComplete: wholeNumber(properties.percentComplete, 100),
    cancelRequested: properties.cancelRequested === true,
    drives: drives.slice(0, 10).map(toDrive),
    manifestHashes: new Map(drives.map((drive) => [drive.driveId ?? '', drive.manifestHash ?? ''])),
    shipTo: shipToOf(properties.shippingInformation),
    deliveryTrackingNumber: text(properties.deliveryPackage?.trackingNumber, 256),
    createdAt: job.systemData?.createdAt,
  };
}

/** A drive as the service takes it; the header hash has no public algorithm and may be left out (import-export.md 3.8). */
export function toDriveStatus(drive: DriveForImport): DriveStatus {
  return {
    driveId: drive.driveId.replace(/\s+/g, ''),
    bitLockerKey: drive.bitLockerKey,
    manifestFile: drive.manifestFile,
    manifestHash: drive.manifestHash,
  };
}

export type JobComparison = 'same' | 'sameDrivesOtherwise' | 'otherDrives';

/** What a job that has our name is to us. */
export function compareJobs(existing: ImportJobView, wanted: NewImportJob): JobComparison {
  const hashes = existing.manifestHashes;
  const driveIds = wanted.drives.map((drive) => drive.driveId.replace(/\s+/g, ''));
  if (!driveIds.some((driveId) => hashes.has(driveId))) return 'otherDrives';
  const isSame =
    hashes.size === wanted.drives.length &&
    wanted.drives.every((drive, index) =>
      sameText(hashes.get(driveIds[index] ?? '') ?? '', drive.manifestHash),
    ) &&
    sameText(existing.storageAccountId, wanted.storageAccountId);
  return isSame ? 'same' : 'sameDrivesOtherwise';
}
