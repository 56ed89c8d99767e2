/** @file What the tests of the practice Azure share: a started one in a folder of its own, and ways to sign in to it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { type AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { createSilentLog } from '../../platform/node/silent-log.ts';
import type { PracticeAzure, PracticeClock, PracticeRoutes } from '../ports.ts';
import { type StartedPracticeAzure, startPracticeAzure } from './start-practice-azure.ts';

export const quietLog = createSilentLog();

/** A clock that stands still until it is moved. */
export class ManualClock implements PracticeClock {
  #now = new Date('2026-11-21T08:00:00.000Z');

  now(): Date {
    return this.#now;
  }
  async advanceTo(moment: Date): Promise<void> {
    this.#now = moment;
  }
  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }
}

export interface TestAzure {
  readonly azure: StartedPracticeAzure;
  readonly clock: ManualClock;
  readonly folder: string;
  /** Stops and starts it again on the same folder. */
  restart(): Promise<StartedPracticeAzure>;
  dispose(): Promise<void>;
}

/** Starts a practice Azure in a temporary folder. @param routes further routes, as the world's control interface has them */
export async function startTestAzure(routes?: PracticeRoutes): Promise<TestAzure> {
  const folder = await mkdtemp(join(tmpdir(), 'practice-azure-'));
  const clock = new ManualClock();
  const options = { folder, clock, log: quietLog, ...(routes === undefined ? {} : { routes }) };
  let azure = await startPracticeAzure(options);
  return {
    get azure() {
      return azure;
    },
    clock,
    folder,
    restart: async () => {
      await azure.close();
      azure = await startPracticeAzure(options);
      return azure;
    },
    dispose: async () => {
      await azure.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** MSAL client of the wizard, as the product builds it for practice. */
export function publicClient(azure: PracticeAzure): PublicClientApplication {
  return new PublicClientApplication({
    auth: {
      clientId: azure.applicationId,
      authority: `${azure.authority}/${azure.tenantId}`,
      knownAuthorities: [new URL(azure.authority).host],
    },
  });
}

/** Signs Ada in with a device code; the "person" posts the code at once. */
export async function signInWithDeviceCode(
  client: PublicClientApplication,
  scopes: readonly string[],
): Promise<AuthenticationResult> {
  const result = await client.acquireTokenByDeviceCode({
    scopes: [...scopes],
    deviceCodeCallback: ({ userCode, verificationUri }) => {
      void fetch(verificationUri, { method: 'POST', body: new URLSearchParams({ user_code: userCode }) });
    },
  });
  if (result === null) throw new Error('No sign-in result');
  return result;
}

/** Token straight from the token endpoint, through a browser sign-in without a browser: quick, for tests about other things. */
export async function quickToken(azure: PracticeAzure, scope: string): Promise<AccessToken> {
  const verifier = 'v'.repeat(43);
  const challenge = Buffer.from(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)),
  ).toString('base64url');
  const redirectUri = 'http://localhost:1';
  const base = `${azure.authority}/${azure.tenantId}/oauth2/v2.0`;
  const common = { client_id: azure.applicationId, redirect_uri: redirectUri, scope };
  const query = new URLSearchParams({
    ...common,
    response_type: 'code',
    response_mode: 'form_post',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const html = await (await fetch(`${base}/authorize?${query}`)).text();
  const code = /name="code" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await fetch(`${base}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...common, grant_type: 'authorization_code', code, code_verifier: verifier }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
}

/** Credential of Ada for any SDK client. */
export function adaCredential(azure: PracticeAzure): TokenCredential {
  const known = new Map<string, Promise<AccessToken>>();
  return {
    getToken: (scopes) => {
      const scope = [scopes].flat().join(' ');
      const token = known.get(scope) ?? quickToken(azure, scope);
      known.set(scope, token);
      return token;
    },
  };
}

/** Options that lead an SDK of Resource Manager to the practice Azure. */
export const armOptions = (azure: PracticeAzure) => ({
  endpoint: azure.resourceManager,
  $host: azure.resourceManager,
  credentialScopes: 'https://management.azure.com/.default',
  credentials: { scopes: ['https://management.azure.com/.default'] },
  retryOptions: { maxRetries: 1, retryDelayInMs: 10 },
});

/** JSON call with a bearer token, for answers that SDKs hide. */
export async function call(
  azure: PracticeAzure,
  method: string,
  path: string,
  options: { readonly body?: unknown; readonly scope?: string; readonly token?: string } = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const token =
    options.token ??
    (await quickToken(azure, options.scope ?? 'https://management.azure.com/.default')).token;
  const response = await fetch(`${azure.resourceManager}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}
