/** @file For tests: a job as it stands after Prepare Disks, with drives and keys that are valid and invented. */
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import type { JobSnapshot, PreparedDrive } from '../../src-shared/domain/job.ts';
import { recoveryPasswordFrom } from '../../src-shared/domain/recovery-password.ts';
import type { DriveForImport } from '../azure/import-job-service.ts';
import type { JobStore } from '../jobs/job-store.ts';

export const sampleAddress = {
  recipientName: 'Ada Practice',
  streetAddress1: 'Herengracht 1',
  city: 'Amsterdam',
  postalCode: '1015 BA',
  countryOrRegion: 'Netherlands',
  phone: '+31 20 555 0100',
  email: 'ada@contoso.example',
} as const;

export function sampleDrive(serial: string): PreparedDrive {
  return {
    identity: { uniqueId: `id-${serial}`, serial, model: 'Practice SSD', bus: 'sata', sizeBytes: 256e6 },
    state: 'ready',
    files: [{ name: 'seed-fs01-000001.BaseBlob', bytes: 4096, verified: true }],
    bytes: 4096,
    verifiedBytes: 4096,
    manifestFile: '\\DriveManifest.xml',
    manifestMd5: '57DE3DF76209BADEF7423DA42AA8CE94',
  };
}

export function sampleDriveForImport(serial: string): DriveForImport {
  return {
    driveId: serial,
    bitLockerKey: recoveryPasswordFrom([1, 2, 3, 4, 5, 6, 7, 8]),
    manifestFile: '\\DriveManifest.xml',
    manifestHash: '57DE3DF76209BADEF7423DA42AA8CE94',
  };
}

export interface SampleJobOptions {
  readonly subscriptionId: string;
  readonly importJobName?: string;
  readonly container?: string;
  readonly serials?: readonly string[];
  readonly phase?: JobSnapshot['phase'];
}

/** Puts a job into a store; by default one whose disks are prepared. */
export function createSampleJob(jobs: JobStore, options: SampleJobOptions): Promise<JobSnapshot> {
  const draft = emptyInitiateDraft();
  const importJobName = options.importJobName ?? 'seed-fs01';
  return jobs.create({
    role: 'source',
    cloudId: 'practice',
    machineName: 'fs01',
    phase: options.phase ?? 'prepared',
    draft: {
      ...draft,
      offlineDetails: {
        ...draft.offlineDetails,
        subscriptionId: options.subscriptionId,
        storageAccount: 'seedpractice',
        container: options.container ?? importJobName,
        importJobName,
        resourceGroup: 'rg-backup',
        region: 'westeurope',
        vaultName: 'contoso-vault',
        vaultResourceGroup: 'rg-backup',
      },
    },
    drives: (options.serials ?? ['ZX1A2B3C', 'ZX1A2B3D']).map(sampleDrive),
  });
}
