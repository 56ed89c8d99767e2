import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { RecoveryServicesClient } from '@azure/arm-recoveryservices';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { StorageManagementClient } from '@azure/arm-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adaCredential, armOptions, call, startTestAzure, type TestAzure } from '../testing.ts';
import { practiceSubscriptions } from './state.ts';

const { subscriptionId } = practiceSubscriptions[0];
let world: TestAzure;
let credential: ReturnType<typeof adaCredential>;
let options: ReturnType<typeof armOptions>;
beforeAll(async () => {
  world = await startTestAzure();
  credential = adaCredential(world.azure);
  options = armOptions(world.azure);
});
afterAll(() => world.dispose());

async function collect<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

describe('front door', () => {
  it('wants a version, a known path and a known subscription', async () => {
    const { azure } = world;
    const answers = await Promise.all([
      call(azure, 'GET', '/subscriptions'),
      call(azure, 'GET', '/subscriptions?api-version=yesterday'),
      call(azure, 'GET', '/subscriptions/nothing/resourceGroups?api-version=2022-12-01'),
      call(azure, 'GET', `/subscriptions/${crypto.randomUUID()}/resourceGroups?api-version=2022-12-01`),
      call(azure, 'GET', `/subscriptions/${subscriptionId}/nothing?api-version=2022-12-01`),
      call(azure, 'GET', '/providers/Microsoft.ImportExport/locations?api-version=2022-12-01'),
      call(azure, 'PATCH', '/subscriptions?api-version=2022-12-01'),
    ]);
    const told = answers.map(({ status, body }) => [status, (body.error as { code: string }).code]);
    expect(told).toEqual([
      [400, 'MissingApiVersionParameter'],
      [400, 'InvalidApiVersionParameter'],
      [400, 'InvalidSubscriptionId'],
      [404, 'SubscriptionNotFound'],
      [404, 'InvalidResourceType'],
      [400, 'NoRegisteredProviderFound'],
      [405, 'MethodNotAllowed'],
    ]);
    expect(answers[0]?.headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answers[4]?.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('11998');
  });

  it('answers 401 with a challenge to no token, a forged one and one for storage', async () => {
    const path = '/subscriptions?api-version=2022-12-01';
    const bare = await fetch(`${world.azure.resourceManager}${path}`);
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toContain('authorization_uri=');
    const { token } = await credential.getToken('https://management.azure.com/.default').then((found) => {
      if (found === null) throw new Error('No token');
      return found;
    });
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    expect((await call(world.azure, 'GET', path, { token: forged })).status).toBe(401);
    expect(
      (await call(world.azure, 'GET', path, { scope: 'https://storage.azure.com/.default' })).status,
    ).toBe(401);
  });
});

it('lists two subscriptions with tenant and regions', async () => {
  const client = new SubscriptionClient(credential, options);
  const found = await collect(client.subscriptions.list());
  expect(found.map(({ displayName }) => displayName)).toEqual(['Contoso Backup', 'Contoso Test']);
  expect((await client.subscriptions.get(subscriptionId)).tenantId).toBe(world.azure.tenantId);
  expect(await collect(client.subscriptions.listLocations(subscriptionId))).toContainEqual(
    expect.objectContaining({ name: 'westeurope', displayName: 'West Europe' }),
  );
});

describe('resource groups and providers', () => {
  let client: ResourceManagementClient;
  beforeAll(() => {
    client = new ResourceManagementClient(credential, subscriptionId, options);
  });

  it('lists, creates and keeps the place of groups', async () => {
    expect(await collect(client.resourceGroups.list())).toHaveLength(2);
    const made = await client.resourceGroups.createOrUpdate('rg-new', {
      location: 'North Europe',
      tags: { a: 'b' },
    });
    expect(made).toMatchObject({ name: 'rg-new', location: 'northeurope' });
    await expect(
      client.resourceGroups.createOrUpdate('RG-New', { location: 'westus' }),
    ).rejects.toMatchObject({
      statusCode: 409,
      code: 'InvalidResourceGroupLocation',
    });
    expect((await client.resourceGroups.get('rg-NEW')).name).toBe('rg-new');
    await expect(client.resourceGroups.get('none')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('registers a provider after a few looks or a few seconds', async () => {
    const state = async (name: string): Promise<string | undefined> =>
      (await client.providers.get(name)).registrationState;
    expect(await state('Microsoft.ImportExport')).toBe('NotRegistered');
    expect((await client.providers.register('Microsoft.ImportExport')).registrationState).toBe('Registering');
    expect([
      await state('Microsoft.ImportExport'),
      await state('Microsoft.ImportExport'),
      await state('microsoft.importexport'),
    ]).toEqual(['Registering', 'Registering', 'Registered']);
    await client.providers.register('Microsoft.DataBox');
    world.clock.advance(6000);
    expect(await state('Microsoft.DataBox')).toBe('Registered');
    expect(await state('Microsoft.Storage')).toBe('Registered');
    await expect(client.providers.get('Microsoft.Nothing')).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('storage', () => {
  let client: StorageManagementClient;
  beforeAll(() => {
    client = new StorageManagementClient(credential, subscriptionId, options);
  });

  it('lists accounts of every kind that the wizard judges', async () => {
    const found = await collect(client.storageAccounts.list());
    expect(found.map(({ name, kind, sku }) => [name, kind, sku?.tier])).toEqual([
      ['seedpractice', 'StorageV2', 'Standard'],
      ['vaultpractice', 'StorageV2', 'Standard'],
      ['blobonlypractice', 'BlobStorage', 'Standard'],
      ['premiumpractice', 'BlockBlobStorage', 'Premium'],
    ]);
  });

  it('creates an account that the blob service serves at once', async () => {
    const body = { location: 'westeurope', kind: 'StorageV2', sku: { name: 'Standard_LRS' } } as const;
    expect(
      (
        await client.storageAccounts.checkNameAvailability({
          name: 'mynewaccount',
          type: 'Microsoft.Storage/storageAccounts',
        })
      ).nameAvailable,
    ).toBe(true);
    const made = await client.storageAccounts.create('rg-backup', 'mynewaccount', body);
    expect(made.primaryEndpoints?.blob).toBe(`${world.azure.blobServiceUrl('mynewaccount')}/`);
    await world.azure.blobService('mynewaccount').createContainer('first');
    expect(
      await client.storageAccounts.checkNameAvailability({
        name: 'mynewaccount',
        type: 'Microsoft.Storage/storageAccounts',
      }),
    ).toMatchObject({
      nameAvailable: false,
      reason: 'AlreadyExists',
    });
    await expect(client.storageAccounts.create('rg-files', 'seedpractice', body)).rejects.toMatchObject({
      code: 'StorageAccountAlreadyTaken',
    });
    await expect(client.storageAccounts.create('rg-files', 'Bad_Name', body)).rejects.toMatchObject({
      code: 'AccountNameInvalid',
    });
    expect((await client.storageAccounts.listKeys('rg-backup', 'mynewaccount')).keys).toHaveLength(2);
  });

  it('makes, lists and deletes real containers', async () => {
    const place = ['rg-backup', 'seedpractice'] as const;
    await client.blobContainers.create(...place, 'seed-fs01', {});
    expect(await world.azure.blobService('seedpractice').getContainerClient('seed-fs01').exists()).toBe(true);
    expect((await client.blobContainers.get(...place, 'seed-fs01')).leaseState).toBe('Available');
    expect((await collect(client.blobContainers.list(...place))).map(({ name }) => name)).toContain(
      'seed-fs01',
    );
    await expect(client.blobContainers.create(...place, 'Bad--Name', {})).rejects.toMatchObject({
      statusCode: 400,
    });
    await client.blobContainers.delete(...place, 'seed-fs01');
    await expect(client.blobContainers.get(...place, 'seed-fs01')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ContainerNotFound',
    });
  });
});

it('assigns roles to principals that exist, once, and finds them by filter', async () => {
  const client = new AuthorizationManagementClient(credential, subscriptionId, options);
  const graph = { scope: 'https://graph.microsoft.com/.default' };
  const { body: application } = await call(world.azure, 'POST', '/v1.0/applications', {
    ...graph,
    body: { displayName: 'roles' },
  });
  const { body: principal } = await call(world.azure, 'POST', '/v1.0/servicePrincipals', {
    ...graph,
    body: { appId: application.appId },
  });
  const principalId = String(principal.id);
  const scope = `/subscriptions/${subscriptionId}/resourceGroups/rg-backup`;
  const [role] = await collect(client.roleDefinitions.list(scope, { filter: "roleName eq 'Contributor'" }));
  const body = { roleDefinitionId: role?.id ?? '', principalId, principalType: 'ServicePrincipal' };
  const name = crypto.randomUUID();
  expect((await client.roleAssignments.create(scope, name, body)).name).toBe(name);
  await expect(client.roleAssignments.create(scope, crypto.randomUUID(), body)).rejects.toMatchObject({
    code: 'RoleAssignmentExists',
  });
  await expect(
    client.roleAssignments.create(scope, crypto.randomUUID(), { ...body, principalId: crypto.randomUUID() }),
  ).rejects.toMatchObject({ code: 'PrincipalNotFound' });
  const list = async (filter: string): Promise<(string | undefined)[]> =>
    (await collect(client.roleAssignments.listForScope(scope, { filter }))).map((found) => found.principalId);
  expect(await list(`principalId eq '${principalId}'`)).toEqual([principalId]);
  expect((await list('atScope()')).length).toBe(3);
  expect((await collect(client.roleAssignments.listForSubscription({ filter: 'atScope()' }))).length).toBe(2);
  expect((await client.roleAssignments.delete(scope, name)).name).toBe(name);
  expect(await list(`principalId eq '${principalId}'`)).toEqual([]);
});

it('keeps vaults and how they store backups', async () => {
  const client = new RecoveryServicesClient(credential, subscriptionId, options);
  expect((await collect(client.vaults.listBySubscriptionId())).map(({ name }) => name)).toEqual([
    'contoso-vault',
  ]);
  const body = { location: 'westeurope', sku: { name: 'RS0', tier: 'Standard' } };
  await client.vaults.createOrUpdate('rg-backup', 'second-vault', body);
  expect((await collect(client.vaults.listByResourceGroup('rg-backup'))).length).toBe(2);
  const id = (await client.vaults.get('rg-backup', 'Second-Vault')).id;
  const path = `${id}/backupstorageconfig/vaultstorageconfig?api-version=2025-02-01`;
  expect((await call(world.azure, 'GET', path)).body).toMatchObject({
    properties: { storageModelType: 'GeoRedundant', storageTypeState: 'Unlocked' },
  });
  const changed = await call(world.azure, 'PATCH', path, {
    body: { properties: { storageModelType: 'LocallyRedundant' } },
  });
  expect(changed.body).toMatchObject({ properties: { storageModelType: 'LocallyRedundant' } });
  await client.vaults.delete('rg-backup', 'second-vault');
  await expect(client.vaults.get('rg-backup', 'second-vault')).rejects.toMatchObject({ statusCode: 404 });
});
