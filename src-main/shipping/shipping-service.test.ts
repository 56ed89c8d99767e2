import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShippingDetails } from '../../src-shared/contract/shipping-calls.ts';
import type { JobSnapshot } from '../../src-shared/domain/job.ts';
import { createTranslator } from '../../src-shared/locales/translator.ts';
import { createAzureResources } from '../azure/azure-resources.ts';
import { createClassicImportJobService } from '../azure/classic-import-job-service.ts';
import { createImportJobCreator } from '../azure/create-import-job.ts';
import { importExportProvider } from '../azure/providers.ts';
import { createFileJobStore } from '../jobs/file-job-store.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import type { Parcel } from '../platform/ports/courier.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import { createSampleJob, sampleAddress, sampleDriveForImport } from '../testing/sample-job.ts';
import { createShippingService, type ShippingService } from './shipping-service.ts';

const translate = createTranslator('en');
const parcels: Parcel[] = [];
let cloud: PracticeCloud;
let jobs: JobStore;
let shipping: ShippingService;
let courierFails = false;

beforeAll(async () => {
  cloud = await startPracticeCloud();
  await cloud.signIn();
  const log = createSilentLog();
  jobs = await createFileJobStore({ folder: join(cloud.folder, 'jobs'), clock: cloud.clock, log });
  await createAzureResources(cloud.account).registerProvider(
    { cloudId: 'practice', subscriptionId: cloud.subscriptionId },
    importExportProvider,
  );
  shipping = createShippingService({
    jobs,
    importJobs: createClassicImportJobService(cloud.account),
    courier: {
      handOver: async (parcel) => {
        if (courierFails) throw new Error('The courier did not come');
        parcels.push(parcel);
      },
    },
    clock: cloud.clock,
    log,
    dataFolder: cloud.folder,
  });
});
afterAll(async () => {
  await jobs.close();
  await cloud.dispose();
});
beforeEach(() => {
  cloud.azure.faults.clear();
  parcels.length = 0;
  courierFails = false;
});

/** A job with its import job in Azure. */
async function createdJob(
  importJobName: string,
  serials = [`${importJobName}-A`, `${importJobName}-B`],
): Promise<JobSnapshot> {
  const { id } = await createSampleJob(jobs, {
    subscriptionId: cloud.subscriptionId,
    importJobName,
    serials,
  });
  const creator = createImportJobCreator({
    jobs,
    importJobs: createClassicImportJobService(cloud.account),
    resources: createAzureResources(cloud.account),
    driveListForImport: async () => serials.map(sampleDriveForImport),
    clock: cloud.clock,
    log: createSilentLog(),
  });
  return creator.createImportJob(id, sampleAddress);
}

function details(
  trackingNumber?: string,
  change: Partial<NonNullable<ShippingDetails['deliveryPackage']>> = {},
): ShippingDetails {
  return {
    returnAddress: sampleAddress,
    returnShipping: { carrierName: 'DHL', carrierAccountNumber: '100200300' },
    ...(trackingNumber === undefined
      ? {}
      : {
          deliveryPackage: {
            carrierName: 'DHL',
            trackingNumber,
            driveCount: 2,
            shipDate: cloud.clock.now().toISOString().slice(0, 10),
            ...change,
          },
        }),
  };
}

const atAzure = (name: string) => cloud.azure.importJobs.list().find((job) => job.name === name)?.properties;

describe('save', () => {
  it('sends what is known without a tracking number and stays in Creating', async () => {
    const { id } = await createdJob('seed-save');
    const job = await shipping.save(id, details());
    expect(job.phase).toBe('jobCreated');
    expect(job.shipping?.lastUpdateSentAt).toBe(cloud.clock.now().toISOString());
    expect(atAzure('seed-save')).toMatchObject({
      state: 'Creating',
      returnShipping: { carrierName: 'DHL', carrierAccountNumber: '100200300' },
    });
    await shipping.save(id, details('SAVE-0001'));
    expect(atAzure('seed-save')).toMatchObject({
      state: 'Creating',
      deliveryPackage: { trackingNumber: 'SAVE-0001', driveCount: 2 },
    });
  });

  it('keeps what was typed when Azure does not answer', async () => {
    const { id } = await createdJob('seed-keep');
    cloud.azure.faults.unreachableFor(60_000);
    await expect(shipping.save(id, details())).rejects.toMatchObject({ code: 'practice.azureUnreachable' });
    expect(jobs.get(id).shipping).toMatchObject({ returnShipping: { carrierName: 'DHL' } });
    expect(jobs.get(id).shipping?.lastUpdateSentAt).toBeUndefined();
  });

  it('refuses before the import job exists', async () => {
    const { id } = await createSampleJob(jobs, { subscriptionId: cloud.subscriptionId });
    await expect(shipping.save(id, details())).rejects.toMatchObject({ code: 'job.wrongPhase' });
  });

  it.each([
    [{ trackingNumber: 'no spaces!' }, 'shipping.trackingNumberInvalid', 'deliveryPackage.trackingNumber'],
    [{ carrierName: ' ' }, 'shipping.carrierMissing', 'deliveryPackage.carrierName'],
    [{ driveCount: 1 }, 'shipping.driveCountWrong', 'deliveryPackage.driveCount'],
    [{ shipDate: '2062-01-01' }, 'shipping.shipDateInvalid', 'deliveryPackage.shipDate'],
  ])('refuses the package %o', async (change, code, field) => {
    const job = jobs.list().find(({ importJob }) => importJob?.name === 'seed-save');
    await expect(shipping.save(job?.id ?? ('' as never), details('RULE-0001', change))).rejects.toMatchObject(
      {
        code,
        field,
      },
    );
  });

  it('refuses an address without a street', async () => {
    const job = jobs.list().find(({ importJob }) => importJob?.name === 'seed-save');
    const broken = { ...details(), returnAddress: { ...sampleAddress, streetAddress1: ' ' } };
    await expect(shipping.save(job?.id ?? ('' as never), broken)).rejects.toMatchObject({
      code: 'shipping.returnAddressIncomplete',
      field: 'returnAddress.streetAddress1',
    });
  });
});

describe('tracking numbers', () => {
  it('refuses one that another job here uses, and names it', async () => {
    await shipping.save((await createdJob('seed-first')).id, details('DUP-0001'));
    const { id } = await createdJob('seed-second');
    await expect(shipping.save(id, details('dup 0001'))).rejects.toMatchObject({
      code: 'shipping.trackingNumberUsed',
      field: 'deliveryPackage.trackingNumber',
      params: { otherJob: 'seed-first' },
    });
  });

  it('refuses one that a job of another computer uses', async () => {
    const other = await createdJob('seed-elsewhere');
    await shipping.save(other.id, details('FAR-0001'));
    await jobs.remove(other.id);
    const { id } = await createdJob('seed-here');
    await expect(shipping.save(id, details('FAR-0001'))).rejects.toMatchObject({
      code: 'shipping.trackingNumberUsed',
      params: { otherJob: 'seed-elsewhere' },
    });
  });
});

describe('commit', () => {
  it('wants the typed word and a package', async () => {
    const { id } = await createdJob('seed-typed');
    await expect(shipping.commit(id, details('TYPED-01'), 'ja', translate)).rejects.toMatchObject({
      code: 'shipping.notConfirmed',
    });
    await expect(shipping.commit(id, details(), 'yes', translate)).rejects.toMatchObject({
      code: 'shipping.carrierMissing',
    });
    expect(atAzure('seed-typed')).toMatchObject({ state: 'Creating' });
  });

  it('is on the way at once for whoever follows it, not when Azure is asked again', async () => {
    const { id } = await createdJob('seed-follow');
    const asked = {
      state: 'Creating',
      percentComplete: 0,
      drives: [],
      lastAskedAt: '2026-11-21T09:00:00.000Z',
    };
    const seen = { state: 'Creating', seenAt: '2026-11-21T09:00:00.000Z' };
    await jobs.update(id, 'importJob.asked', () => ({ monitor: { ...asked, history: [seen] } }));
    const { monitor, shipping: sent } = await shipping.commit(id, details('FOLLOW-1'), 'yes', translate);
    expect(monitor).toEqual({
      ...asked,
      state: 'Shipping',
      history: [seen, { state: 'Shipping', seenAt: sent?.committedAt }],
    });
  });

  it('ships, hands over, keeps a receipt, and does it once', async () => {
    const { id } = await createdJob('seed-ship');
    const job = await shipping.commit(id, details('SHIP-0001'), ' Yes ', translate);
    expect(job.phase).toBe('shipped');
    expect(atAzure('seed-ship')).toMatchObject({ state: 'Shipping' });
    expect(parcels).toEqual([
      {
        importJobName: 'seed-ship',
        resourceGroup: 'rg-backup',
        subscriptionId: cloud.subscriptionId,
        carrierName: 'DHL',
        trackingNumber: 'SHIP-0001',
        driveSerials: ['seed-ship-A', 'seed-ship-B'],
      },
    ]);
    const receipt = job.shipping?.receiptFile ?? '';
    expect(await readFile(receipt, 'utf8')).toContain('Tracking number: SHIP-0001');
    const record = JSON.parse(await readFile(receipt.replace(/\.txt$/, '.json'), 'utf8'));
    expect(record).toMatchObject({ importJob: 'seed-ship', drives: ['seed-ship-A', 'seed-ship-B'] });
    expect(await shipping.commit(id, details('SHIP-0001'), 'yes', translate)).toEqual(job);
    expect(parcels).toHaveLength(1);
    await expect(shipping.commit(id, details('SHIP-0002'), 'yes', translate)).rejects.toMatchObject({
      code: 'shipping.alreadyCommitted',
    });
    await expect(shipping.save(id, details('SHIP-0002'))).rejects.toMatchObject({
      code: 'shipping.alreadyCommitted',
    });
  });

  it('goes on after a stop between Azure and the hand-over', async () => {
    const { id } = await createdJob('seed-stop');
    courierFails = true;
    await expect(shipping.commit(id, details('STOP-0001'), 'yes', translate)).rejects.toThrow('courier');
    expect(atAzure('seed-stop')).toMatchObject({ state: 'Shipping' });
    expect(jobs.get(id).phase).toBe('jobCreated');
    courierFails = false;
    await expect(shipping.commit(id, details('OTHER-0001'), 'yes', translate)).rejects.toMatchObject({
      code: 'shipping.alreadyCommitted',
    });
    expect((await shipping.commit(id, details('STOP-0001'), 'yes', translate)).phase).toBe('shipped');
    expect(parcels).toHaveLength(1);
  });

  it('refuses a package with a drive that the import job does not know', async () => {
    const { id } = await createdJob('seed-foreign');
    await jobs.update(id, 'test.swapped', ({ drives }) => ({
      drives: drives.map((drive, index) =>
        index === 0 ? { ...drive, identity: { ...drive.identity, serial: 'STRANGER' } } : drive,
      ),
    }));
    await expect(shipping.commit(id, details('FOREIGN-1'), 'yes', translate)).rejects.toMatchObject({
      code: 'shipping.foreignDrive',
      params: { serials: 'STRANGER' },
    });
    expect(atAzure('seed-foreign')).toMatchObject({ state: 'Creating' });
  });
});

describe('printSheet', () => {
  it('prints drives, addresses, labels and both dates, and escapes what comes from outside', async () => {
    const { id } = await createdJob('seed-print', ['<b>SERIAL</b>', 'SERIAL-2']);
    const { path } = await shipping.printSheet(id, cloud.folder, translate);
    const page = await readFile(path, 'utf8');
    expect(page).toContain('&lt;b&gt;SERIAL&lt;/b&gt;');
    expect(page).not.toContain('<b>SERIAL</b>');
    expect(page).toContain('Drive 2 of 2');
    expect(page).toContain('Give carrier and tracking number by 2026-12-05');
    expect(page).toContain('within two weeks after you give the shipping details');
    expect(page).not.toMatch(/shippingSheet\.|\{\{|undefined|src=|href=/);
  });

  it('says when the folder is not there or is a file', async () => {
    const job = jobs.list().find(({ importJob }) => importJob !== undefined);
    const missing = join(cloud.folder, 'nowhere');
    await expect(shipping.printSheet(job?.id ?? ('' as never), missing, translate)).rejects.toMatchObject({
      code: 'folder.notFound',
      params: { path: missing },
    });
    const file = join(cloud.folder, 'a-file');
    await writeFile(file, '');
    await expect(shipping.printSheet(job?.id ?? ('' as never), file, translate)).rejects.toMatchObject({
      code: 'folder.notFound',
    });
  });
});
