import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageImportExport } from '@azure/arm-storageimportexport';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { practiceSubscriptions } from '../resource-manager/state.ts';
import { adaCredential, armOptions, call, quickToken, startTestAzure, type TestAzure } from '../testing.ts';

const { subscriptionId } = practiceSubscriptions[0];
const group = 'rg-backup';
const version = 'api-version=2021-01-01';
const jobsPath = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.ImportExport/jobs`;
const storageAccountId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/seedpractice`;
const recoveryPassword = '466895-217492-569250-069608-104434-135707-527241-083622';

const returnAddress = {
  recipientName: 'Ada Practice',
  streetAddress1: '1 Rehearsal Road',
  city: 'Utrecht',
  postalCode: '3511 AA',
  countryOrRegion: 'Netherlands',
  phone: '+31 30 555 0100',
  email: 'ada@contoso.example',
};
const drive = {
  driveId: 'ZX1A2B3C',
  bitLockerKey: recoveryPassword,
  manifestFile: '\\DriveManifest.xml',
  manifestHash: '57DE3DF76209BADEF7423DA42AA8CE94',
  driveHeaderHash: '',
};
const minimal = {
  location: 'westeurope',
  properties: {
    storageAccountId,
    jobType: 'Import',
    returnAddress,
    diagnosticsPath: 'waimportexport',
    backupDriveManifest: true,
    driveList: [drive],
  },
};
const deliveryPackage = { carrierName: 'pwsh', trackingNumber: '992016102507', driveCount: 0 };

let world: TestAzure;
let client: StorageImportExport;
let token: string;
let number = 0;
let jobName: string;

const api = (method: string, path: string, body?: unknown): ReturnType<typeof call> =>
  call(world.azure, method, path, { token, ...(body === undefined ? {} : { body }) });
const job = (method: string, body?: unknown, suffix = ''): ReturnType<typeof call> =>
  api(method, `${jobsPath}/${jobName}${suffix}?${version}`, body);
const codeOf = ({ status, body }: Awaited<ReturnType<typeof call>>): unknown => [
  status,
  (body.error as { code: string } | undefined)?.code,
];
async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

beforeAll(async () => {
  world = await startTestAzure();
  client = new StorageImportExport(adaCredential(world.azure), subscriptionId, armOptions(world.azure));
  token = (await quickToken(world.azure, 'https://management.azure.com/.default')).token;
  await expect(client.jobs.get('any', group)).rejects.toMatchObject({
    statusCode: 409,
    code: 'MissingSubscriptionRegistration',
  });
  await api(
    'POST',
    `/subscriptions/${subscriptionId}/providers/Microsoft.ImportExport/register?api-version=2025-04-01`,
  );
  world.clock.advance(10_000);
});
afterAll(() => world.dispose());
beforeEach(() => {
  number += 1;
  jobName = `seed-${number}`;
});

describe('locations and operations', () => {
  it('lists them with carriers, redirections and odd data', async () => {
    const found = await collect(client.locations.list());
    expect(found).toHaveLength(32);
    const named = new Map(found.map((location) => [location.name, location]));
    expect(named.get('West Europe')?.alternateLocations).toEqual([
      '/providers/Microsoft.ImportExport/locations/westeurope',
    ]);
    expect(named.get('North Europe')?.alternateLocations).toEqual([
      '/providers/Microsoft.ImportExport/locations/westeurope',
    ]);
    expect(named.get('UK South')?.streetAddress1?.trim()).toBe('');
    expect(named.get('Central US')?.supportedCarriers).toEqual(['FedEx']);
    expect((await client.locations.get('west europe')).city).toBe('Middenmeer');
    await expect(client.locations.get('moon')).rejects.toMatchObject({ statusCode: 404 });
    expect((await collect(client.operations.list())).map(({ name }) => name)).toContain(
      'Microsoft.ImportExport/jobs/listBitLockerKeys/action',
    );
  });
});

describe('create', () => {
  it('answers as recorded: defaults filled in, location echoed, key kept back', async () => {
    const made = await job('PUT', minimal);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: jobName,
      type: 'Microsoft.ImportExport/jobs',
      location: 'westeurope',
      identity: { type: 'None' },
      systemData: { createdBy: 'ada@contoso.example', createdByType: 'User' },
      properties: {
        state: 'Creating',
        provisioningState: 'Succeeded',
        logLevel: 'Error',
        cancelRequested: false,
        returnAddress: { ...returnAddress, streetAddress2: '' },
        shippingInformation: { city: 'Middenmeer', additionalInformation: expect.any(String) },
        encryptionKey: { kekType: 'MicrosoftManaged' },
        driveList: [
          {
            driveId: 'ZX1A2B3C',
            driveHeaderHash: '',
            state: 'Specified',
            manifestFile: '\\DriveManifest.xml',
          },
        ],
      },
    });
    const later = await job('GET');
    expect(later.body.location).toBe('West Europe');
    expect(JSON.stringify([made.body, later.body])).not.toContain(recoveryPassword);
    expect((await client.bitLockerKeys.list(jobName, group).next()).value).toEqual({
      driveId: 'ZX1A2B3C',
      bitLockerKey: recoveryPassword,
    });
  });

  it('takes an export job with a classic account, in the shape of the published example', async () => {
    const made = await job('PUT', {
      location: 'West US',
      properties: {
        storageAccountId: `/subscriptions/${subscriptionId}/resourceGroups/x/providers/Microsoft.ClassicStorage/storageAccounts/test`,
        jobType: 'Export',
        returnAddress,
        returnShipping: { carrierName: 'FedEx', carrierAccountNumber: '989ffff' },
        logLevel: 'Verbose',
        export: { blobList: { blobPathPrefix: ['/'] } },
      },
    });
    expect(made).toMatchObject({
      status: 201,
      body: { location: 'West US', properties: { state: 'Creating' } },
    });
    expect(made.body.properties).not.toHaveProperty('driveList');
  });

  it('replaces a job in Creating and echoes a customer key', async () => {
    await job('PUT', minimal);
    const encryptionKey = {
      kekType: 'CustomerManaged',
      kekUrl: 'https://v/keys/k/1',
      kekVaultResourceID: '/x',
    };
    const changed = await job('PUT', {
      ...minimal,
      identity: { type: 'SystemAssigned' },
      properties: { ...minimal.properties, encryptionKey },
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        properties: { encryptionKey },
        identity: { type: 'SystemAssigned', tenantId: world.azure.tenantId },
      },
    });
  });

  const change = (properties: Record<string, unknown>): unknown => ({
    ...minimal,
    properties: { ...minimal.properties, ...properties },
  });
  it.each<[string, unknown, string]>([
    ['no location', { properties: minimal.properties }, 'location'],
    ['no drives', change({ driveList: [] }), 'properties.driveList'],
    [
      'eleven drives',
      change({ driveList: Array.from({ length: 11 }, (_, index) => ({ driveId: `D${index}` })) }),
      'properties.driveList',
    ],
    ['a drive twice', change({ driveList: [drive, drive] }), 'properties.driveList'],
    ['an unknown type', change({ jobType: 'Copy' }), 'properties.jobType'],
    ['no account', change({ storageAccountId: undefined }), 'properties.storageAccountId'],
    [
      'something else than an account',
      change({ storageAccountId: '/subscriptions/x' }),
      'properties.storageAccountId',
    ],
    [
      'an account that is not there',
      change({ storageAccountId: storageAccountId.replace('seed', 'no') }),
      'properties.storageAccountId',
    ],
    [
      'a premium account',
      change({ storageAccountId: storageAccountId.replace(group, 'rg-files').replace('seed', 'premium') }),
      'properties.storageAccountId',
    ],
    [
      'an address without phone',
      change({ returnAddress: { ...returnAddress, phone: '' } }),
      'properties.returnAddress.phone',
    ],
    [
      'a carrier without account',
      change({ returnShipping: { carrierName: 'DHL' } }),
      'properties.returnShipping.carrierAccountNumber',
    ],
    ['a log level nobody knows', change({ logLevel: 'Chatty' }), 'properties.logLevel'],
    ['a state of the service', change({ state: 'Received' }), 'properties.state'],
    ['an unknown place', { ...minimal, location: 'moon' }, 'location'],
  ])('refuses %s', async (_name, body, target) => {
    const refused = await job('PUT', body);
    expect(refused).toMatchObject({ status: 400, body: { error: { target, message: expect.any(String) } } });
    expect((await job('GET')).status).toBe(404);
  });

  it('refuses names, groups and subscriptions that do not work', async () => {
    const put = (path: string): ReturnType<typeof call> => api('PUT', `${path}?${version}`, minimal);
    expect(codeOf(await put(`${jobsPath}/9bad`))).toEqual([400, 'InvalidResourceName']);
    expect(codeOf(await put(jobsPath.replace(group, 'none').concat('/seed')))).toEqual([
      404,
      'ResourceGroupNotFound',
    ]);
    const other = jobsPath
      .replace(subscriptionId, practiceSubscriptions[1].subscriptionId)
      .replace(group, 'rg-test');
    expect(codeOf(await put(`${other}/seed`))).toEqual([409, 'MissingSubscriptionRegistration']);
  });
});

describe('update', () => {
  beforeEach(async () => {
    await job('PUT', minimal);
  });

  it('changes only what was sent; an empty state means no change; the two weeks start anew', async () => {
    const before = world.azure.importJobs.get(`${jobsPath}/${jobName}`.toLowerCase());
    world.clock.advance(86_400_000);
    const changed = await client.jobs.update(jobName, group, {
      state: '',
      logLevel: 'Verbose',
      tags: { a: 'b' },
    });
    expect(changed).toMatchObject({
      properties: { state: 'Creating', logLevel: 'Verbose', backupDriveManifest: true },
    });
    const after = world.azure.importJobs.get(`${jobsPath}/${jobName}`);
    expect(Date.parse(after?.updatedAt ?? '') - Date.parse(before?.updatedAt ?? '')).toBe(86_400_000);
    expect(after?.createdAt).toBe(before?.createdAt);
  });

  it('stores a package without leaving Creating, any carrier, and a wish to cancel', async () => {
    expect((await job('PATCH', { properties: { deliveryPackage } })).body).toMatchObject({
      properties: { state: 'Creating', deliveryPackage },
    });
    expect((await job('PATCH', { properties: { cancelRequested: true } })).body).toMatchObject({
      properties: { state: 'Creating', cancelRequested: true },
    });
    expect((await job('POST', undefined, '/listBitLockerKeys')).status).toBe(200);
    expect((await job('DELETE')).status).toBe(200);
    expect((await job('GET')).status).toBe(404);
  });

  it('goes to Shipping only with a package, and by no other word', async () => {
    expect(codeOf(await job('PATCH', { properties: { state: 'Shipping' } }))).toEqual([
      400,
      'MissingShippingInformation',
    ]);
    expect(codeOf(await job('PATCH', { properties: { state: 'Received' } }))).toEqual([
      400,
      'InvalidJobState',
    ]);
    const shipped = await job('PATCH', { properties: { state: 'Shipping', deliveryPackage } });
    expect(shipped.body).toMatchObject({ properties: { state: 'Shipping' } });
    expect(codeOf(await job('DELETE'))).toEqual([409, 'JobDeletionNotAllowed']);
    expect(codeOf(await job('PUT', minimal))).toEqual([409, 'JobUpdateNotAllowed']);
    expect(codeOf(await job('PATCH', { properties: { driveList: [drive] } }))).toEqual([
      409,
      'JobUpdateNotAllowed',
    ]);
    const corrected = { ...deliveryPackage, trackingNumber: '992016102508' };
    expect((await job('PATCH', { properties: { deliveryPackage: corrected } })).status).toBe(200);
  });

  it('keeps keys of drives that stay, forgets those that go', async () => {
    const { bitLockerKey: _, ...known } = drive;
    await job('PATCH', { properties: { driveList: [known, { driveId: 'NEW', bitLockerKey: 'k' }] } });
    const keys = await job('POST', undefined, '/listBitLockerKeys');
    expect(keys.body.value).toEqual([
      { driveId: 'ZX1A2B3C', bitLockerKey: recoveryPassword },
      { driveId: 'NEW', bitLockerKey: 'k' },
    ]);
    await job('PATCH', { properties: { driveList: [{ driveId: 'NEW' }] } });
    expect((await job('POST', undefined, '/listBitLockerKeys')).body.value).toEqual([
      { driveId: 'NEW', bitLockerKey: 'k' },
    ]);
  });
});

describe('the datacenter', () => {
  it('sees jobs with their keys, writes progress, and clients see it', async () => {
    await job('PUT', minimal);
    const { importJobs } = world.azure;
    const id = `${jobsPath}/${jobName}`.toLowerCase();
    expect(importJobs.get(id)).toMatchObject({ id, recoveryPasswords: { ZX1A2B3C: recoveryPassword } });
    await importJobs.update(id, { state: 'Transferring', percentComplete: 6 });
    await importJobs.updateDrive(id, 'ZX1A2B3C', {
      state: 'Transferring',
      copyStatus: 'InProgress',
      bytesSucceeded: 5,
    });
    expect((await job('GET')).body).toMatchObject({
      properties: {
        state: 'Transferring',
        percentComplete: 6,
        driveList: [{ copyStatus: 'InProgress', manifestHash: drive.manifestHash }],
      },
    });
    expect(codeOf(await job('PATCH', { properties: { deliveryPackage } }))).toEqual([
      409,
      'JobUpdateNotAllowed',
    ]);
    expect(
      (
        await job('PATCH', {
          properties: { returnShipping: { carrierName: 'DHL', carrierAccountNumber: '1' } },
        })
      ).status,
    ).toBe(200);
    await importJobs.update(id, { state: 'Packaging' });
    expect(codeOf(await job('PATCH', { properties: { cancelRequested: true } }))).toEqual([
      409,
      'JobUpdateNotAllowed',
    ]);
    await importJobs.update(id, { state: 'Completed' });
    expect((await job('DELETE')).status).toBe(200);
    await expect(importJobs.updateDrive(id, 'ZX1A2B3C', {})).rejects.toThrow(/No import job/);
  });
});

describe('lists', () => {
  it('pages by $top and follows nextLink to the end', async () => {
    const target = practiceSubscriptions[0].subscriptionId;
    await api('PUT', `/subscriptions/${target}/resourceGroups/rg-list?api-version=2022-12-01`, {
      location: 'westeurope',
    });
    for (let index = 0; index < 5; index += 1)
      await client.jobs.create(`list-${index}`, 'rg-list', minimal as never);
    const pages: number[] = [];
    for await (const page of client.jobs.listByResourceGroup('rg-list', { top: 2 }).byPage())
      pages.push(page.length);
    expect(pages).toEqual([2, 2, 1]);
    const all = await collect(client.jobs.listBySubscription());
    expect(all.length).toBeGreaterThan(5);
    const shipping = await collect(client.jobs.listByResourceGroup(group, { filter: "state eq 'Shipping'" }));
    expect(shipping.every((found) => found.properties?.state === 'Shipping')).toBe(true);
    for (const top of [0, 101]) {
      await expect(client.jobs.listByResourceGroup('rg-list', { top }).next()).rejects.toMatchObject({
        statusCode: 400,
      });
    }
  });
});

it('keeps jobs over a restart and recovery passwords apart, readable by the owner only', async () => {
  await job('PUT', minimal);
  await world.restart();
  expect((await call(world.azure, 'GET', `${jobsPath}/${jobName}?${version}`)).body).toMatchObject({
    name: jobName,
  });
  const jobsText = await readFile(join(world.folder, 'import-jobs.json'), 'utf8');
  expect(jobsText).not.toContain(recoveryPassword);
  if (process.platform !== 'win32') {
    expect((await stat(join(world.folder, 'recovery-passwords.json'))).mode & 0o777).toBe(0o600);
  }
});
