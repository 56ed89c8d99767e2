import { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyInitiateDraft } from '../../src-shared/domain/initiate-draft.ts';
import { createSilentLog } from '../platform/node/silent-log.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import { type AzureResources, createAzureResources, type StorageAccountScope } from './azure-resources.ts';
import { measureLine } from './measure-line.ts';
import { importExportProvider } from './providers.ts';

let cloud: PracticeCloud;
let resources: AzureResources;
let account: StorageAccountScope;

beforeAll(async () => {
  cloud = await startPracticeCloud();
  await cloud.signIn();
  resources = createAzureResources(cloud.account);
  account = {
    cloudId: 'practice',
    subscriptionId: cloud.subscriptionId,
    resourceGroup: 'rg-backup',
    storageAccount: 'seedpractice',
  };
});
afterAll(() => cloud.dispose());
beforeEach(() => cloud.azure.faults.clear());

const nothingOwn = (): boolean => false;
const upload = async (container: string, name: string): Promise<void> => {
  const service = await resources.blobService('practice', 'seedpractice');
  await service.getContainerClient(container).getBlockBlobClient(name).upload('x', 1);
};

describe('choices', () => {
  it('lists subscriptions and refuses one that is not there', async () => {
    const choices = await resources.subscriptions('practice');
    expect(choices.map(({ name }) => name)).toEqual(['Contoso Backup', 'Contoso Test']);
    const wrong = { cloudId: 'practice', subscriptionId: '00000000-0000-4000-8000-000000000000' } as const;
    await expect(resources.checkSubscription(wrong)).rejects.toMatchObject({
      code: 'azure.subscriptionInvalid',
      field: 'subscriptionId',
    });
    await expect(resources.checkSubscription({ ...wrong, subscriptionId: 'abc' })).rejects.toMatchObject({
      code: 'azure.subscriptionInvalid',
    });
  });

  it('lists storage accounts with what stands in their way', async () => {
    const choices = await resources.storageAccounts(account);
    const blockers = Object.fromEntries(choices.map(({ name, blocker }) => [name, blocker]));
    expect(blockers).toEqual({
      seedpractice: undefined,
      vaultpractice: undefined,
      blobonlypractice: 'kindBlobStorage',
      premiumpractice: 'premium',
    });
    expect(choices[0]).toMatchObject({ resourceGroup: 'rg-backup', region: 'westeurope', kind: 'StorageV2' });
  });

  it.each([
    ['blobonlypractice', 'azure.storageAccountKind'],
    ['premiumpractice', 'azure.storageAccountKind'],
    ['nosuchaccount', 'azure.storageAccountInvalid'],
    ['Wrong_Name', 'azure.storageAccountInvalid'],
  ])('refuses the storage account %s', async (name, code) => {
    await expect(resources.usableStorageAccount(account, name)).rejects.toMatchObject({
      code,
      field: 'storageAccount',
    });
  });

  it('lists vaults with their redundancy', async () => {
    expect(await resources.vaults(account)).toEqual([
      { name: 'contoso-vault', resourceGroup: 'rg-backup', region: 'westeurope', redundancy: 'GeoRedundant' },
    ]);
  });
});

describe('containers', () => {
  it('tells missing, empty, own and other content apart', async () => {
    const isOwn = (name: string): boolean => name === 'own';
    expect(await resources.containerContent(account, 'seed-content', isOwn)).toBe('missing');
    await resources.createContainer(account, 'seed-content');
    await resources.createContainer(account, 'seed-content');
    expect(await resources.containerContent(account, 'seed-content', isOwn)).toBe('empty');
    await upload('seed-content', 'own');
    expect(await resources.containerContent(account, 'seed-content', isOwn)).toBe('ownBlobs');
    await upload('seed-content', 'other');
    expect(await resources.containerContent(account, 'seed-content', isOwn)).toBe('otherBlobs');
    expect(await resources.containers(account)).toContain('seed-content');
  });

  it('refuses a name that the datacenter would replace', () => {
    expect(() => resources.createContainer(account, 'Seed_FS01')).toThrow(
      expect.objectContaining({ code: 'azure.containerInvalid', field: 'container' }),
    );
    expect(() => resources.containerContent(account, 'a', nothingOwn)).toThrow(
      expect.objectContaining({ code: 'azure.containerInvalid' }),
    );
  });

  it('gives workers access to one container, for reading or writing', async () => {
    await resources.createContainer(account, 'seed-access');
    const write = await resources.containerAccess('practice', 'seedpractice', 'seed-access', 'write');
    await new ContainerClient(write.url).getBlockBlobClient('file').upload('hello', 5);
    const read = await resources.containerAccess('practice', 'seedpractice', 'seed-access', 'read');
    const reader = new ContainerClient(read.url);
    expect((await reader.getBlobClient('file').downloadToBuffer()).toString()).toBe('hello');
    await expect(reader.getBlockBlobClient('more').upload('x', 1)).rejects.toMatchObject({ statusCode: 403 });
    const elsewhere = new URL(read.url);
    elsewhere.pathname = elsewhere.pathname.replace('seed-access', 'seed-content');
    await expect(new ContainerClient(elsewhere.href).getProperties()).rejects.toMatchObject({
      statusCode: 403,
    });
    expect(read.expiresAt.getTime()).toBeLessThan(Date.now() + 5 * 3_600_000);
  });

  it('measures the line and leaves nothing behind', async () => {
    const draft = emptyInitiateDraft();
    const offlineDetails = { ...draft.offlineDetails, storageAccount: 'seedpractice' };
    const job = { cloudId: 'practice', draft: { ...draft, offlineDetails } } as const;
    const { megabitsPerSecond } = await measureLine(resources, job, createSilentLog());
    expect(megabitsPerSecond).toBeGreaterThan(0);
    expect((await resources.containers(account)).filter((name) => name.startsWith('line-test'))).toEqual([]);
  });
});

describe('providers', () => {
  it('registers and waits until it is done', async () => {
    const scope = { cloudId: 'practice', subscriptionId: '8b42e6c0-915d-4fa7-b38e-6c1d70a9f253' } as const;
    expect(await resources.providerState(scope, importExportProvider)).toBe('NotRegistered');
    await resources.registerProvider(scope, importExportProvider);
    expect(await resources.providerState(scope, importExportProvider)).toBe('Registered');
  });
});

describe('trouble', () => {
  it('waits for a throttled service and goes on', async () => {
    cloud.azure.faults.throttleNext(1);
    expect(await resources.subscriptions('practice')).toHaveLength(2);
  });

  it('says how long a service that keeps throttling wants to be left alone', async () => {
    cloud.azure.faults.throttleNext(10);
    await expect(resources.subscriptions('practice')).rejects.toMatchObject({
      code: 'azure.throttled',
      retry: 'same-call',
      params: { seconds: 1 },
    });
  });

  it.each([
    [403, 'azure.forbidden', undefined],
    [404, 'azure.notFound', undefined],
    [409, 'azure.conflict', undefined],
    [500, 'azure.serviceError', 'same-call'],
  ])('maps status %d to %s', async (status, code, retry) => {
    cloud.azure.faults.failNext(10, status);
    await expect(resources.vaults(account)).rejects.toMatchObject({ code, retry });
  });

  it('says that nobody answers, for Resource Manager and for blobs', async () => {
    cloud.azure.faults.unreachableFor(60_000);
    const call = resources.storageAccounts(account);
    await expect(call).rejects.toMatchObject({ code: 'practice.azureUnreachable', retry: 'same-call' });
    await expect(resources.containerContent(account, 'seed-content', nothingOwn)).rejects.toMatchObject({
      code: 'practice.azureUnreachable',
    });
  });

  it('keeps the official blob client', async () => {
    expect(await resources.blobService('practice', 'seedpractice')).toBeInstanceOf(BlobServiceClient);
  });
});
