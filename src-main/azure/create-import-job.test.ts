import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import { createSampleJob, sampleAddress, sampleDriveForImport } from '../testing/sample-job.ts';
import { type AzureResources, createAzureResources } from './azure-resources.ts';
import { createClassicImportJobService } from './classic-import-job-service.ts';
import { createImportJobCreator, type ImportJobCreator } from './create-import-job.ts';
import type { DriveForImport, ImportJobService } from './import-job-service.ts';
import { importExportProvider } from './providers.ts';

let cloud: PracticeCloud;
let jobs: JobStore;
let resources: AzureResources;
let importJobs: ImportJobService;
let creator: ImportJobCreator;
let drives: readonly DriveForImport[];

beforeAll(async () => {
  cloud = await startPracticeCloud();
  await cloud.signIn();
  const log = createSilentLog();
  jobs = await createFileJobStore({ folder: join(cloud.folder, 'jobs'), clock: cloud.clock, log });
  resources = createAzureResources(cloud.account);
  importJobs = createClassicImportJobService(cloud.account);
  creator = createImportJobCreator({
    jobs,
    importJobs,
    resources,
    driveListForImport: async () => drives,
    clock: cloud.clock,
    log,
  });
});
afterAll(async () => {
  await jobs.close();
  await cloud.dispose();
});
beforeEach(() => {
  cloud.azure.faults.clear();
  drives = [sampleDriveForImport('ZX1A2B3C'), sampleDriveForImport('ZX1A2B3D')];
});

const sample = (importJobName: string, more: { container?: string; phase?: JobSnapshot['phase'] } = {}) =>
  createSampleJob(jobs, { subscriptionId: cloud.subscriptionId, importJobName, ...more });

describe('createImportJob', () => {
  it('asks for the provider first and names it', async () => {
    const { id } = await sample('seed-unregistered');
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'azure.providerNotRegistered',
      params: { provider: importExportProvider },
    });
    expect(jobs.get(id).phase).toBe('prepared');
    await resources.registerProvider(
      { cloudId: 'practice', subscriptionId: cloud.subscriptionId },
      importExportProvider,
    );
  });

  it('creates the job and records name, site, address, carriers and phase', async () => {
    const { id } = await sample('seed-fs01');
    const job = await creator.createImportJob(id, sampleAddress);
    expect(job).toMatchObject({
      phase: 'jobCreated',
      importJob: {
        name: 'seed-fs01',
        resourceGroup: 'rg-backup',
        container: 'seed-fs01',
        storageAccount: 'seedpractice',
      },
      shipping: { returnAddress: sampleAddress },
    });
    expect(job.importJob?.createdAt).toBe(cloud.clock.now().toISOString());
    expect(job.importJob?.carriers.length).toBeGreaterThan(0);
    expect(job.importJob?.shipTo.streetAddress1).not.toBe('');
    const [atAzure] = cloud.azure.importJobs.list();
    expect(atAzure?.properties).toMatchObject({
      jobType: 'Import',
      logLevel: 'Verbose',
      backupDriveManifest: true,
      diagnosticsPath: 'waimportexport',
      state: 'Creating',
    });
    expect(Object.keys(atAzure?.recoveryPasswords ?? {})).toEqual(['ZX1A2B3C', 'ZX1A2B3D']);
  });

  it('keeps keys out of the job record', async () => {
    const text = JSON.stringify(jobs.list());
    for (const { bitLockerKey } of drives) expect(text).not.toContain(bitLockerKey);
  });

  it('adopts the job that is there already after the record was lost', async () => {
    const { id } = await sample('seed-fs01');
    const before = cloud.azure.importJobs.list().length;
    const job = await creator.createImportJob(id, sampleAddress);
    expect(job.phase).toBe('jobCreated');
    expect(cloud.azure.importJobs.list()).toHaveLength(before);
  });

  it('refuses a name that belongs to other drives', async () => {
    const { id } = await sample('seed-fs01');
    drives = [sampleDriveForImport('OTHER001')];
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'azure.importJobExists',
      field: 'importJobName',
    });
  });

  it('refuses to adopt a job with the same drives and another manifest', async () => {
    const { id } = await sample('seed-fs01');
    drives = drives.map((drive) => ({ ...drive, manifestHash: 'FFDE3DF76209BADEF7423DA42AA8CE94' }));
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'azure.importJobDiffers',
    });
  });

  it.each([
    [{ importJobName: 'Bad Name', container: 'seed-x' }, 'azure.importJobNameInvalid'],
    [{ importJobName: 'seed-x', container: 'Bad--Name' }, 'azure.containerInvalid'],
    [{ importJobName: 'seed-x', phase: 'staged' as const }, 'job.wrongPhase'],
  ])('refuses %o', async ({ importJobName, ...more }, code) => {
    const { id } = await sample(importJobName, more);
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({ code });
  });

  it('refuses an incomplete contact, no drives and too many drives', async () => {
    const { id } = await sample('seed-rules');
    await expect(
      creator.createImportJob(id, { ...sampleAddress, city: ' ', email: 'x' }),
    ).rejects.toMatchObject({
      code: 'azure.addressIncomplete',
      field: 'contact.email',
      params: { fields: 'email, city' },
    });
    drives = [];
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'shipping.noDrives',
    });
    drives = Array.from({ length: 11 }, (_, index) => sampleDriveForImport(`SERIAL${index}`));
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'disk.tooManyForJob',
    });
  });

  it('writes nothing when Azure is out of reach', async () => {
    const { id } = await sample('seed-offline');
    cloud.azure.faults.unreachableFor(60_000);
    await expect(creator.createImportJob(id, sampleAddress)).rejects.toMatchObject({
      code: 'practice.azureUnreachable',
    });
    expect(jobs.get(id).importJob).toBeUndefined();
    cloud.azure.faults.clear();
    expect((await creator.createImportJob(id, sampleAddress)).phase).toBe('jobCreated');
  });
});

describe('import job service', () => {
  it('gives the keys that the service keeps and deletes a job in Creating', async () => {
    const address = {
      cloudId: 'practice',
      subscriptionId: cloud.subscriptionId,
      resourceGroup: 'rg-backup',
      name: 'seed-offline',
    } as const;
    const keys = await importJobs.recoveryPasswords(address);
    expect(keys.get('ZX1A2B3C')).toBe(sampleDriveForImport('ZX1A2B3C').bitLockerKey);
    expect((await importJobs.cancel(address)).cancelRequested).toBe(true);
    expect((await importJobs.list(address)).map(({ name }) => name)).toContain('seed-offline');
    await importJobs.delete(address);
    await expect(importJobs.get(address)).rejects.toMatchObject({
      code: 'azure.notFound',
      params: { name: 'seed-offline' },
    });
  });

  it('passes a state that nobody knows through', async () => {
    const { name, id } = cloud.azure.importJobs.list()[0] ?? { name: '', id: '' };
    await cloud.azure.importJobs.update(id, { state: 'AwaitingCustoms' });
    const address = {
      cloudId: 'practice',
      subscriptionId: cloud.subscriptionId,
      resourceGroup: 'rg-backup',
      name,
    } as const;
    expect((await importJobs.get(address)).state).toBe('AwaitingCustoms');
  });

  it.each([
    ['westeurope', 'westeurope'],
    ['West Europe', 'westeurope'],
    ['canadaeast', 'canadacentral'],
    ['eastus2', 'eastus'],
    ['northeurope', 'westeurope'],
    ['westus', 'westus'],
  ])('ships the region %s to %s', async (region, site) => {
    const scope = { cloudId: 'practice', subscriptionId: cloud.subscriptionId } as const;
    const chosen = await importJobs.shipTo(scope, region);
    expect(chosen.location).toBe(site);
    expect(chosen.carriers.length).toBeGreaterThan(0);
  });

  it('says when a region takes no drives', async () => {
    const scope = { cloudId: 'practice', subscriptionId: cloud.subscriptionId } as const;
    await expect(importJobs.shipTo(scope, 'atlantis')).rejects.toMatchObject({ code: 'azure.shipToMissing' });
  });
});
