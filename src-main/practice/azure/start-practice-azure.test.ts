import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  BlobSASPermissions,
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  type StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { practiceSubscriptions } from './resource-manager/state.ts';
import { startPracticeAzure } from './start-practice-azure.ts';
import {
  adaCredential,
  call,
  publicClient,
  quietLog,
  signInWithDeviceCode,
  startTestAzure,
  type TestAzure,
} from './testing.ts';

const armScope = 'https://management.azure.com/.default';
const subscriptions = '/subscriptions?api-version=2022-12-01';
let world: TestAzure;
beforeAll(async () => {
  world = await startTestAzure(async ({ method, path, query, body }) =>
    path.startsWith('/practice/')
      ? { status: 200, body: `${method} ${path} ${query.get('now')} ${body}` }
      : undefined,
  );
});
afterAll(() => world.dispose());

describe('blobs', () => {
  const container = 'seed';
  beforeAll(() => world.azure.blobService('seedpractice').createContainer(container));

  it('takes page blobs through an account key, with checked hashes', async () => {
    const blob = world.azure
      .blobService('seedpractice')
      .getContainerClient(container)
      .getPageBlobClient('a.BaseBlob');
    await blob.create(1024);
    await blob.uploadPages(new Uint8Array(512).fill(7), 0, 512);
    await expect(
      blob.uploadPages(new Uint8Array(512), 512, 512, { transactionalContentMD5: new Uint8Array(16) }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'Md5Mismatch' });
    expect((await blob.downloadToBuffer(0, 512))[0]).toBe(7);
  });

  it('takes tokens of Ada, who may, and refuses those for Resource Manager', async () => {
    const { azure } = world;
    const client = new BlobServiceClient(azure.blobServiceUrl('seedpractice'), adaCredential(azure));
    await client.getContainerClient(container).getBlockBlobClient('by-token').upload('hello', 5);
    const arm = await adaCredential(azure).getToken(armScope);
    const answer = await fetch(`${azure.blobServiceUrl('seedpractice')}/${container}?restype=container`, {
      headers: { authorization: `Bearer ${arm?.token}`, 'x-ms-version': '2024-11-04' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('storage.azure.com');
  });

  it('needs a data role beside Owner', async () => {
    const { azure } = world;
    const [{ subscriptionId }] = practiceSubscriptions;
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments`;
    const listed = await call(azure, 'GET', `${path}?api-version=2022-04-01`);
    const role = (listed.body.value as { id: string; properties: { roleDefinitionId: string } }[]).find(
      ({ properties }) => properties.roleDefinitionId.endsWith('ba92f5b4-2d11-453d-a403-e96b0029c9fe'),
    );
    const { body } = await call(azure, 'DELETE', `${role?.id}?api-version=2022-04-01`);
    const client = new BlobServiceClient(azure.blobServiceUrl('seedpractice'), adaCredential(azure));
    await expect(client.getContainerClient(container).getProperties()).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthorizationPermissionMismatch',
    });
    await call(azure, 'PUT', `${role?.id}?api-version=2022-04-01`, { body });
    await expect(client.getContainerClient(container).getProperties()).resolves.toHaveProperty('etag');
  });

  it('takes container and user delegation SAS', async () => {
    const { azure } = world;
    const { credential } = azure.blobService('seedpractice');
    const expiresOn = new Date(Date.now() + 3_600_000);
    const sas = generateBlobSASQueryParameters(
      { containerName: container, expiresOn, permissions: ContainerSASPermissions.parse('rcwl') },
      credential as StorageSharedKeyCredential,
    );
    const bySas = new BlobServiceClient(`${azure.blobServiceUrl('seedpractice')}?${sas}`);
    await bySas.getContainerClient(container).getBlockBlobClient('by-sas').upload('x', 1);
    const byToken = new BlobServiceClient(azure.blobServiceUrl('seedpractice'), adaCredential(azure));
    const key = await byToken.getUserDelegationKey(new Date(Date.now() - 60_000), expiresOn);
    const delegated = generateBlobSASQueryParameters(
      { containerName: container, blobName: 'by-sas', expiresOn, permissions: BlobSASPermissions.parse('r') },
      key,
      'seedpractice',
    );
    const read = new BlobServiceClient(`${azure.blobServiceUrl('seedpractice')}?${delegated}`);
    expect(await read.getContainerClient(container).getBlobClient('by-sas').exists()).toBe(true);
  });

  it('copies between accounts', async () => {
    const { azure } = world;
    const source = azure
      .blobService('seedpractice')
      .getContainerClient(container)
      .getBlockBlobClient('to-copy');
    await source.upload('seed', 4);
    const vault = azure.blobService('vaultpractice').getContainerClient('vault');
    await vault.createIfNotExists();
    const url = await source.generateSasUrl({
      permissions: BlobSASPermissions.parse('r'),
      expiresOn: new Date(Date.now() + 600_000),
    });
    const poller = await vault.getBlobClient('copy').beginCopyFromURL(url);
    await poller.pollUntilDone();
    expect((await vault.getBlobClient('copy').downloadToBuffer()).toString()).toBe('seed');
  });
});

describe('faults', () => {
  it('throttles and fails as often as it was told', async () => {
    const { azure } = world;
    azure.faults.throttleNext(1);
    azure.faults.failNext(1, 503);
    const throttled = await call(azure, 'GET', subscriptions);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await call(azure, 'GET', subscriptions)).status).toBe(503);
    expect((await call(azure, 'GET', subscriptions)).status).toBe(200);
    azure.faults.failNext(1, 500, 'graph');
    expect(
      (await call(azure, 'GET', '/v1.0/me', { scope: 'https://graph.microsoft.com/.default' })).status,
    ).toBe(500);
    azure.faults.failNext(1, 503, 'blob');
    // The SDK tries again by itself, which is what one wants to rehearse.
    expect(await azure.blobService('seedpractice').getContainerClient('seed').exists()).toBe(true);
    expect(() => azure.faults.failNext(1, 200)).toThrow(RangeError);
  });

  it('cuts connections while it plays unreachable', async () => {
    const { azure } = world;
    azure.faults.unreachableFor(60_000);
    await expect(fetch(`${azure.resourceManager}${subscriptions}`)).rejects.toThrow('fetch failed');
    await expect(fetch(azure.blobServiceUrl('seedpractice'))).rejects.toThrow('fetch failed');
    azure.faults.unreachableFor(0);
    expect((await fetch(`${azure.resourceManager}${subscriptions}`)).status).toBe(401);
  });
});

describe('restart', () => {
  it('keeps certificate, sign-in, applications, accounts and blobs', async () => {
    const before = world.azure;
    const client = publicClient(before);
    await signInWithDeviceCode(client, [armScope]);
    const cache = client.getTokenCache().serialize();
    const blob = before.blobService('seedpractice').getContainerClient('seed').getBlockBlobClient('kept');
    await blob.upload('kept', 4);
    const after = await world.restart();
    expect(after.certificateAuthority).toBe(before.certificateAuthority);
    const kept = after.blobService('seedpractice').getContainerClient('seed').getBlobClient('kept');
    expect((await kept.downloadToBuffer()).toString()).toBe('kept');
    const refreshTokens = Object.values(JSON.parse(cache).RefreshToken) as { secret: string }[];
    const answer = await fetch(`${after.authority}/${after.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: after.applicationId,
        grant_type: 'refresh_token',
        refresh_token: refreshTokens[0]?.secret ?? '',
        scope: armScope,
      }),
    });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect((await call(after, 'GET', subscriptions, { token })).status).toBe(200);
  });

  it('keeps every acknowledged blob when the process is killed', async () => {
    const script = fileURLToPath(new URL('testing-killed-writer.ts', import.meta.url));
    const folder = join(world.folder, 'killed');
    await new Promise<void>((resolve, reject) => {
      execFile(process.execPath, [script, folder], (error) =>
        error?.signal === 'SIGKILL' || process.platform === 'win32'
          ? resolve()
          : reject(error ?? new Error('It was not killed')),
      );
    });
    const azure = await startPracticeAzure({ folder, clock: world.clock, log: quietLog });
    const blob = azure.blobService('seedpractice').getContainerClient('killed').getPageBlobClient('pages');
    const pages = await blob.downloadToBuffer(0, 1024);
    await azure.close();
    expect([pages[0], pages[512]]).toEqual([1, 2]);
  });

  it('says which file is damaged, and keeps secrets to the owner', async () => {
    const folder = join(world.folder, 'damaged');
    const azure = await startPracticeAzure({ folder, clock: world.clock, log: quietLog });
    await azure.close();
    if (process.platform !== 'win32') {
      for (const name of await readdir(folder)) {
        const { mode } = await stat(join(folder, name));
        if (name.endsWith('.json')) expect([name, mode & 0o777]).toEqual([name, 0o600]);
      }
    }
    const path = join(folder, 'resources.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 100));
    await expect(startPracticeAzure({ folder, clock: world.clock, log: quietLog })).rejects.toMatchObject({
      code: 'practice.stateDamaged',
      params: { file: 'resources.json' },
    });
  });
});

it('answers only to its own names', async () => {
  const { port } = new URL(world.azure.authority);
  const options = { host: '127.0.0.1', port, servername: 'localhost', headers: { host: 'evil.example' } };
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request({ ...options, path: '/subscriptions' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
  expect(status).toBe(421);
});

it('asks further routes first, even while it plays unreachable', async () => {
  const { azure } = world;
  const path = `${azure.resourceManager}/practice/clock?now=1`;
  expect(await (await fetch(path, { method: 'POST', body: 'hello' })).text()).toBe(
    'POST /practice/clock 1 hello',
  );
  azure.faults.unreachableFor(60_000);
  expect((await fetch(path)).status).toBe(200);
  azure.faults.clear();
});
