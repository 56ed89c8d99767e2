import type {
  DeliveryPackage,
  ReturnAddress,
  ReturnShipping,
  ShipToAddress,
} from '../../src-shared/domain/address.ts';
import type { CloudId } from '../../src-shared/domain/clouds.ts';
import type { DriveImport, ImportJobState } from '../../src-shared/domain/import-status.ts';

/** Where an import job lives. */
export interface ImportJobAddress {
  readonly cloudId: CloudId;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** One prepared drive as the datacenter needs it. Holds the key: never log, never store outside the secret store. */
export interface DriveForImport {
  /** Hardware serial number without spaces. */
  readonly driveId: string;
  readonly bitLockerKey: string;
  /** Path on the drive, one leading backslash. */
  readonly manifestFile: string;
  /** MD5 of the manifest, 32 upper-case hexadecimal digits. */
  readonly manifestHash: string;
}

export interface NewImportJob {
  readonly address: ImportJobAddress;
  /** Region that drives are shipped to, as `shipTo` answered. */
  readonly location: string;
  readonly storageAccountId: string;
  readonly returnAddress: ReturnAddress;
  readonly drives: readonly DriveForImport[];
}

/** Site that takes the drives for a region. */
export interface ShipToSite {
  readonly location: string;
  readonly carriers: readonly string[];
}

/** An import job as the service shows it; whatever it left out is empty. */
export interface ImportJobView {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly storageAccountId: string;
  /** Open: an unknown state passes through as text. */
  readonly state: ImportJobState;
  readonly percentComplete: number;
  readonly cancelRequested: boolean;
  readonly drives: readonly DriveImport[];
  /** Drive id to manifest hash as stored, for comparing jobs. */
  readonly manifestHashes: ReadonlyMap<string, string>;
  readonly shipTo: ShipToAddress;
  readonly deliveryTrackingNumber: string;
  readonly createdAt: Date | undefined;
}

export interface ImportJobChange {
  readonly returnAddress?: ReturnAddress | undefined;
  readonly returnShipping?: ReturnShipping | undefined;
  readonly deliveryPackage?: DeliveryPackage | undefined;
}

/**
 * Import jobs, whichever service keeps them (classic Import/Export today, Data Box beside it later). States and drives come in
 * the vocabulary of `src-shared/domain/import-status.ts`. All calls map failures to `azure.*` codes.
 */
export interface ImportJobService {
  /**
   * Site for a storage account's region, following redirections (import-export.md 1.10).
   * @throws AppError `azure.shipToMissing` when the region and its alternates are unknown to the service
   */
  shipTo(scope: Pick<ImportJobAddress, 'cloudId' | 'subscriptionId'>, region: string): Promise<ShipToSite>;
  /**
   * Creates the job, or adopts one of the same name that is the same: a first answer may have been lost.
   * @throws AppError `azure.importJobExists` (the name belongs to other drives), `azure.importJobDiffers` (to these drives, but
   * with another account or manifest)
   */
  create(job: NewImportJob): Promise<ImportJobView>;
  /** @throws AppError `azure.notFound` */
  get(address: ImportJobAddress): Promise<ImportJobView>;
  /** Changes shipping details; the state stays. In Creating it restarts the two weeks (import-export.md 1.5). */
  update(address: ImportJobAddress, change: ImportJobChange): Promise<ImportJobView>;
  /** Says that the package is on its way. */
  requestShipping(address: ImportJobAddress, change: ImportJobChange): Promise<ImportJobView>;
  /** Asks to cancel: best effort, the state may stay (import-export.md 1.8). */
  cancel(address: ImportJobAddress): Promise<ImportJobView>;
  /** Only in Creating and Completed (import-export.md 1.8). */
  delete(address: ImportJobAddress): Promise<void>;
  list(scope: Pick<ImportJobAddress, 'cloudId' | 'subscriptionId'>): Promise<readonly ImportJobView[]>;
  /** Drive id to key, as the service keeps them. Secrets. */
  recoveryPasswords(address: ImportJobAddress): Promise<ReadonlyMap<string, string>>;
}
