import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, type PublicClientApplication } from '@azure/msal-node';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, publicClient, signInWithDeviceCode, startTestAzure, type TestAzure } from '../testing.ts';

const armScope = 'https://management.azure.com/.default';
const storageScope = 'https://storage.azure.com/.default';
const graphScope = 'https://graph.microsoft.com/.default';

let world: TestAzure;
beforeAll(async () => {
  world = await startTestAzure();
});
afterAll(() => world.dispose());

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));

/** Does what a browser does: opens the page, presses the button. */
async function scriptedBrowser(url: string): Promise<void> {
  const html = await (await fetch(url)).text();
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
  const fields = [...html.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  await fetch(action, { method: 'POST', body: new URLSearchParams(Object.fromEntries(fields)) });
}

async function token(
  body: Record<string, string>,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const { azure } = world;
  const response = await fetch(`${azure.authority}/${azure.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: azure.applicationId, ...body }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('people', () => {
  let client: PublicClientApplication;
  beforeAll(() => {
    client = publicClient(world.azure);
  });

  it('signs in with a device code, polled until the code is entered', async () => {
    const result = await signInWithDeviceCode(client, [armScope]);
    expect(result.account?.username).toBe('ada@contoso.example');
    expect(claimsOf(result.accessToken)).toMatchObject({
      aud: 'https://management.azure.com',
      iss: `https://sts.windows.net/${world.azure.tenantId}/`,
      tid: world.azure.tenantId,
      upn: 'ada@contoso.example',
      oid: result.uniqueId,
    });
  });

  it('gives tokens for other services silently, signed with the published key', async () => {
    const [account] = await client.getTokenCache().getAllAccounts();
    if (account === undefined) throw new Error('No account');
    for (const [scope, audience] of [
      [storageScope, 'https://storage.azure.com'],
      [graphScope, 'https://graph.microsoft.com'],
    ] as const) {
      const { accessToken } = await client.acquireTokenSilent({ account, scopes: [scope] });
      expect(claimsOf(accessToken).aud).toBe(audience);
      const keys = await fetch(`${world.azure.authority}/${world.azure.tenantId}/discovery/v2.0/keys`);
      const [jwk] = ((await keys.json()) as { keys: JsonWebKey[] }).keys;
      const [head, body, signature] = accessToken.split('.');
      const key = createPublicKey({ key: jwk as never, format: 'jwk' });
      expect(
        verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature ?? '', 'base64url')),
      ).toBe(true);
    }
  });

  it('signs in in a browser with PKCE', async () => {
    const other = publicClient(world.azure);
    const result = await other.acquireTokenInteractive({ scopes: [armScope], openBrowser: scriptedBrowser });
    expect(result.account?.username).toBe('ada@contoso.example');
    expect(result.idTokenClaims).toMatchObject({ preferred_username: 'ada@contoso.example' });
  });

  it('passes a cancelled sign-in back', async () => {
    const cancel = async (url: string): Promise<void> => {
      const html = await (await fetch(url)).text();
      const link = /href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
      await scriptedBrowser(new URL(link, url).href);
    };
    await expect(
      publicClient(world.azure).acquireTokenInteractive({ scopes: [armScope], openBrowser: cancel }),
    ).rejects.toThrow(/access_denied|declined/);
  });

  it('asks for a new sign-in after revocation, and refuses tokens from before', async () => {
    const revoked = publicClient(world.azure);
    const { account, accessToken } = await signInWithDeviceCode(revoked, [armScope]);
    if (account === null) throw new Error('No account');
    expect(
      (await call(world.azure, 'GET', '/subscriptions?api-version=2022-12-01', { token: accessToken }))
        .status,
    ).toBe(200);
    await world.azure.faults.revokeSignIns();
    await expect(
      revoked.acquireTokenSilent({ account, scopes: [armScope], forceRefresh: true }),
    ).rejects.toMatchObject({ name: 'InteractionRequiredAuthError' });
    const refused = await call(world.azure, 'GET', '/subscriptions?api-version=2022-12-01', {
      token: accessToken,
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
    await expect(signInWithDeviceCode(revoked, [armScope])).resolves.toHaveProperty('accessToken');
  });
});

describe('refusals', () => {
  const redirectUri = 'http://localhost:4711';
  const verifier = 'a-verifier-that-is-long-enough-for-the-rule-43';

  async function authorize(change: Record<string, string> = {}): Promise<{ status: number; html: string }> {
    const query = new URLSearchParams({
      client_id: world.azure.applicationId,
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: 'form_post',
      scope: armScope,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...change,
    });
    const response = await fetch(`${world.azure.authority}/organizations/oauth2/v2.0/authorize?${query}`);
    return { status: response.status, html: await response.text() };
  }
  const codeIn = (html: string): string => /name="code" value="([^"]+)"/.exec(html)?.[1] ?? '';

  it.each([
    ['a wrong verifier', { code_verifier: 'something else' }, 501481],
    ['another reply address', { redirect_uri: 'http://localhost:4712' }, 500112],
  ])('refuses a code with %s', async (_name, change, number) => {
    const code = codeIn((await authorize()).html);
    const sent = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    const answer = await token({ ...sent, ...change });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant', error_codes: [number] } });
    expect((await token(sent)).body.error_codes).toEqual([70008]);
  });

  it.each([
    ['a reply address elsewhere', { redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
    ['an unknown application', { client_id: 'nobody' }, 'AADSTS700016'],
  ])('shows %s on the page and sends nothing away', async (_name, change, number) => {
    const { status, html } = await authorize(change);
    expect(status).toBe(400);
    expect(html).toContain(number);
    expect(html).not.toContain('<form');
  });

  it('reports a missing challenge to the application', async () => {
    expect((await authorize({ code_challenge: '' })).html).toContain('AADSTS9002325');
  });

  it('says pending, slows down, and knows no foreign codes', async () => {
    const { azure } = world;
    const begun = await fetch(`${azure.authority}/${azure.tenantId}/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: azure.applicationId, scope: armScope }),
    });
    const { device_code: deviceCode } = (await begun.json()) as { device_code: string };
    const poll = { grant_type: 'device_code', device_code: deviceCode };
    expect((await token(poll)).body.error).toBe('authorization_pending');
    expect((await token(poll)).body.error).toBe('slow_down');
    expect((await token({ ...poll, device_code: 'unknown' })).body.error).toBe('invalid_grant');
    const page = await fetch(`${azure.authority}/common/oauth2/deviceauth`, {
      method: 'POST',
      body: new URLSearchParams({ user_code: '<b>' }),
    });
    expect(page.status).toBe(400);
    expect(await page.text()).not.toContain('<b>');
  });

  it('refuses unknown resources and several at once', async () => {
    const sent = { grant_type: 'refresh_token', refresh_token: 'x' };
    expect((await token(sent)).body).toMatchObject({ error: 'invalid_grant', suberror: 'bad_token' });
    const begin = (scope: string): Promise<Response> =>
      fetch(`${world.azure.authority}/common/oauth2/v2.0/devicecode`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: world.azure.applicationId, scope }),
      });
    expect((await begin('https://nothing.example/.default')).status).toBe(400);
    expect((await begin(`${armScope} ${storageScope}`)).status).toBe(400);
  });
});

describe('applications with a certificate', () => {
  async function certificate(): Promise<{ pem: string; key: string; der: string; thumbprint: string }> {
    const made = await generate([{ name: 'commonName', value: 'CB_AzureADCertforOfflineSeeding_1' }], {
      algorithm: 'sha256',
      keySize: 2048,
    });
    const parsed = new X509Certificate(made.cert);
    return {
      pem: made.cert,
      key: made.private,
      der: parsed.raw.toString('base64'),
      thumbprint: parsed.fingerprint256.replaceAll(':', ''),
    };
  }

  it('proves itself by PS256, and only with a registered key and a service principal', async () => {
    const { azure } = world;
    const [good, foreign] = [await certificate(), await certificate()];
    const application = await call(azure, 'POST', '/v1.0/applications', {
      scope: graphScope,
      body: {
        displayName: 'AzureOfflineBackup_ada',
        keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: good.der }],
      },
    });
    const appId = String(application.body.appId);
    const client = ({ key, pem, thumbprint }: typeof good): ConfidentialClientApplication =>
      new ConfidentialClientApplication({
        auth: {
          clientId: appId,
          authority: `${azure.authority}/${azure.tenantId}`,
          knownAuthorities: [new URL(azure.authority).host],
          clientCertificate: { thumbprintSha256: thumbprint, privateKey: key, x5c: pem },
        },
      });
    const ask = { scopes: [armScope] };
    await expect(client(good).acquireTokenByClientCredential(ask)).rejects.toThrow(/7000229/);
    const principal = await call(azure, 'POST', '/v1.0/servicePrincipals', {
      scope: graphScope,
      body: { appId },
    });
    expect(principal.status).toBe(201);
    await expect(client(foreign).acquireTokenByClientCredential(ask)).rejects.toThrow(/700027/);
    const mixed = { ...good, key: foreign.key };
    await expect(client(mixed).acquireTokenByClientCredential(ask)).rejects.toThrow(/signature/);
    const result = await client(good).acquireTokenByClientCredential(ask);
    expect(claimsOf(result?.accessToken ?? '')).toMatchObject({
      appid: appId,
      oid: principal.body.id,
      idtyp: 'app',
      aud: 'https://management.azure.com',
    });
  });
});
