import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, quickToken, startTestAzure, type TestAzure } from '../testing.ts';

let world: TestAzure;
let token: string;
beforeAll(async () => {
  world = await startTestAzure();
  token = (await quickToken(world.azure, 'https://graph.microsoft.com/.default')).token;
});
afterAll(() => world.dispose());

const graph = (method: string, path: string, body?: unknown): ReturnType<typeof call> =>
  call(world.azure, method, `/v1.0${path}`, { token, ...(body === undefined ? {} : { body }) });

async function newKey(): Promise<Record<string, unknown>> {
  const { cert } = await generate([{ name: 'commonName', value: 'key' }], {
    algorithm: 'sha256',
    keyType: 'ec',
  });
  return {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    key: new X509Certificate(cert).raw.toString('base64'),
  };
}

it('knows who is signed in', async () => {
  expect((await graph('GET', '/me')).body).toMatchObject({
    displayName: 'Ada Practice',
    userPrincipalName: 'ada@contoso.example',
  });
});

it('asks for a token of its own', async () => {
  const wrong = await call(world.azure, 'GET', '/v1.0/me', { scope: 'https://storage.azure.com/.default' });
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
  expect(wrong.headers.get('www-authenticate')).toMatch(/^Bearer /);
});

it('creates, finds, reads and deletes applications, and hides their keys in lists', async () => {
  const displayName = "AzureOfflineBackup_O'Hara";
  const created = await graph('POST', '/applications', { displayName, keyCredentials: [await newKey()] });
  expect(created.status).toBe(201);
  const filter = encodeURIComponent(`displayName eq '${displayName.replaceAll("'", "''")}'`);
  const found = await graph('GET', `/applications?$filter=${filter}`);
  expect(found.body.value).toMatchObject([{ id: created.body.id, keyCredentials: [{ key: null }] }]);
  const selected = await graph('GET', `/applications/${created.body.id}?$select=id,keyCredentials`);
  expect(selected.body.keyCredentials).toMatchObject([{ key: expect.stringMatching(/^MII/) }]);
  expect((await graph('DELETE', `/applications/${created.body.id}`)).status).toBe(204);
  expect(await graph('GET', `/applications/${created.body.id}`)).toMatchObject({
    status: 404,
    body: { error: { code: 'Request_ResourceNotFound', innerError: { date: expect.any(String) } } },
  });
  expect((await graph('GET', `/applications?$filter=${filter}`)).body.value).toEqual([]);
});

it('adds a key only when those already there come along unchanged', async () => {
  const first = await graph('POST', '/applications', {
    displayName: 'keys',
    keyCredentials: [await newKey()],
  });
  const path = `/applications/${first.body.id}`;
  const [existing] = first.body.keyCredentials as Record<string, unknown>[];
  const second = await newKey();
  const refusal = {
    status: 400,
    body: { error: { message: expect.stringContaining(String(existing?.keyId)) } },
  };
  expect(await graph('PATCH', path, { keyCredentials: [second] })).toMatchObject(refusal);
  expect(
    await graph('PATCH', path, {
      keyCredentials: [{ ...existing, endDateTime: '2030-01-01T00:00:00Z' }, second],
    }),
  ).toMatchObject(refusal);
  expect((await graph('PATCH', path, { keyCredentials: [existing, second] })).status).toBe(204);
  expect((await graph('GET', path)).body.keyCredentials).toHaveLength(2);
  expect(
    (await graph('PATCH', path, { keyCredentials: [existing, second, { ...second, key: 'x' }] })).status,
  ).toBe(400);
});

it('makes one service principal per application', async () => {
  const { body } = await graph('POST', '/applications', { displayName: 'principal' });
  const created = await graph('POST', '/servicePrincipals', { appId: body.appId });
  expect(created.status).toBe(201);
  expect((await graph('POST', '/servicePrincipals', { appId: body.appId })).status).toBe(409);
  expect((await graph('POST', '/servicePrincipals', { appId: crypto.randomUUID() })).status).toBe(400);
  const found = await graph('GET', `/servicePrincipals?$filter=appId eq '${body.appId}'`);
  expect(found.body.value).toMatchObject([{ id: created.body.id }]);
});

it('refuses filters, bodies and paths that it does not understand', async () => {
  expect((await graph('GET', `/applications?$filter=startswith(displayName,'a')`)).status).toBe(400);
  expect((await graph('POST', '/applications', {})).body).toMatchObject({
    error: { code: 'Request_BadRequest' },
  });
  expect((await graph('GET', '/groups')).status).toBe(400);
});
