/** @file Parts of a job record for tests. */
import { recoveryPointIdSchema, setIdSchema } from '../../../src-shared/domain/ids.ts';
import type { ImportJobRecord, PreparedDrive, StagingRecord } from '../../../src-shared/domain/job.ts';

const at = '2026-11-21T21:00:00.000Z';

export function sampleStaging(stagingPath: string): StagingRecord {
  return {
    stagingPath,
    setId: setIdSchema.parse('0123456789abcdef0123456789abcdef'),
    recoveryPointId: recoveryPointIdSchema.parse('fedcba9876543210fedcba9876543210'),
    descriptorFile: 'seed-fs01.AIBBlob',
    machineName: 'fs01',
    startedAt: at,
    finishedAt: at,
    files: 3,
    folders: 2,
    sourceBytes: 5000,
    stagedBytes: 4096,
    volumes: 1,
    skippedFiles: 0,
  };
}

export function sampleDrive(): PreparedDrive {
  return {
    identity: { uniqueId: 'u1', serial: 'ZX1A2B3C', model: 'Disk', bus: 'sata', sizeBytes: 1000 },
    letter: 'E',
    state: 'ready',
    files: [{ name: 'seed-fs01.AIBBlob', bytes: 4096, verified: true }],
    bytes: 4096,
    verifiedBytes: 4096,
    manifestFile: '\\DriveManifest.xml',
    manifestMd5: '57DE3DF76209BADEF7423DA42AA8CE94',
    recoveryPasswordRef: 'secret-reference',
    rootPath: '/mnt/drive',
  };
}

export function sampleImportJob(): ImportJobRecord {
  return {
    name: 'seed-fs01',
    subscriptionId: '22222222-2222-4222-8222-222222222222',
    resourceGroup: 'seeding',
    location: 'westus',
    storageAccount: 'seedacct1',
    container: 'seed',
    createdAt: at,
    carriers: ['FedEx'],
    shipTo: {
      recipientName: 'Microsoft',
      streetAddress1: '1 Way',
      streetAddress2: '',
      city: 'Quincy',
      stateOrProvince: 'WA',
      postalCode: '98848',
      countryOrRegion: 'US',
      phone: '1',
      notice: '',
    },
  };
}
