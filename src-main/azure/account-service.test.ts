import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { type PracticeCloud, startPracticeCloud } from '../testing/practice-cloud.ts';
import { blobServiceClient } from './arm-clients.ts';
import { createAzureResources } from './azure-resources.ts';

let cloud: PracticeCloud;

beforeAll(async () => {
  cloud = await startPracticeCloud();
});
afterAll(() => cloud.dispose());
beforeEach(async () => {
  cloud.azure.faults.clear();
  cloud.browserHabit = 'agrees';
  await cloud.account.signOut();
});

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  return (error as AppError).code;
};

describe('sign-in', () => {
  it('signs in with the browser and says who it is', async () => {
    const seen: string[] = [];
    const stop = cloud.account.onChange((account) => seen.push(account.userName));
    const account = await cloud.account.signIn({ cloudId: 'practice', method: 'browser' });
    stop();
    expect(account).toMatchObject({ signedIn: true, cloudId: 'practice', userName: 'ada@contoso.example' });
    expect(seen).toEqual(['ada@contoso.example']);
  });

  it('signs in with a device code that it hands on', async () => {
    const stop = cloud.account.onCode(({ userCode, verificationUri }) => {
      void fetch(verificationUri, { method: 'POST', body: new URLSearchParams({ user_code: userCode }) });
    });
    const account = await cloud.account.signIn({ cloudId: 'practice', method: 'deviceCode' });
    stop();
    expect(account.signedIn).toBe(true);
  });

  it('tells a refusal at the page from a failure', async () => {
    cloud.browserHabit = 'declines';
    expect(await codeOf(cloud.account.signIn({ cloudId: 'practice', method: 'browser' }))).toBe(
      'azure.signInCancelled',
    );
  });

  /** Begins a sign-in. @returns how it ends, as soon as it waits for somebody who has left the page */
  const signInAndWalkAway = async (): Promise<{ readonly code: Promise<string> }> => {
    cloud.browserHabit = 'walksAway';
    const visits = cloud.browserVisits;
    const code = codeOf(cloud.account.signIn({ cloudId: 'practice', method: 'browser' }));
    await expect.poll(() => cloud.browserVisits, { timeout: 20_000 }).toBe(visits + 1);
    return { code };
  };

  it('stops waiting for a browser that nobody uses', async () => {
    const waiting = await signInAndWalkAway();
    cloud.account.cancelSignIn();
    expect(await waiting.code).toBe('azure.signInCancelled');
    expect((await cloud.account.status()).signedIn).toBe(false);
  });

  it('a second sign-in takes the place of one that waits', async () => {
    const waiting = await signInAndWalkAway();
    cloud.browserHabit = 'agrees';
    expect((await cloud.account.signIn({ cloudId: 'practice', method: 'browser' })).signedIn).toBe(true);
    expect(await waiting.code).toBe('azure.signInCancelled');
  });

  it('says that Azure cannot be reached', async () => {
    cloud.azure.faults.unreachableFor(60_000);
    expect(await codeOf(cloud.account.signIn({ cloudId: 'practice', method: 'browser' }))).toBe(
      'practice.azureUnreachable',
    );
  });
});

describe('session', () => {
  it('asks for a sign-in when nobody is signed in, or somebody to another cloud', async () => {
    expect(await codeOf(cloud.account.session('practice'))).toBe('azure.signInRequired');
    await cloud.signIn();
    expect(await codeOf(cloud.account.session('public'))).toBe('azure.signInRequired');
  });

  it('gives tokens for Resource Manager, Graph and storage out of one sign-in', async () => {
    await cloud.signIn();
    const { credential, scopes } = await cloud.account.session('practice');
    const tokens = await Promise.all(Object.values(scopes).map((scope) => credential.getToken(scope)));
    const audiences = tokens.map(
      (token) => JSON.parse(Buffer.from(token?.token.split('.')[1] ?? '', 'base64url').toString()).aud,
    );
    expect(audiences).toEqual([
      'https://management.azure.com',
      'https://graph.microsoft.com',
      'https://storage.azure.com',
    ]);
  });

  it('survives a restart of the app and of Azure on another port, through the secret store', async () => {
    await cloud.signIn();
    const before = cloud.azure.authority;
    await cloud.restartAzure();
    expect(cloud.azure.authority).not.toBe(before);
    const restored = cloud.newAccountService();
    expect(await restored.status()).toMatchObject({ signedIn: true, userName: 'ada@contoso.example' });
    expect(await createAzureResources(restored).subscriptions('practice')).toHaveLength(2);
  });

  it('asks for a new sign-in when the old one was revoked', async () => {
    await cloud.signIn();
    const before = await cloud.account.session('practice');
    const oldToken = await before.credential.getToken(before.scopes.graph);
    await cloud.azure.faults.revokeSignIns();
    const error = await createAzureResources(cloud.account)
      .subscriptions('practice')
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'azure.signInExpired', retry: 'sign-in' });
    // The page offers a new sign-in, everybody else hears the same reason, and a new sign-in heals.
    expect((await cloud.account.status()).signedIn).toBe(false);
    await expect(cloud.account.session('practice')).rejects.toMatchObject({ code: 'azure.signInExpired' });
    await cloud.signIn();
    expect(await createAzureResources(cloud.account).subscriptions('practice')).toHaveLength(2);
    const after = await cloud.account.session('practice');
    expect((await after.credential.getToken(after.scopes.graph))?.token).not.toBe(oldToken?.token);
  });

  it('keeps no token after signing out', async () => {
    await cloud.signIn();
    await cloud.account.signOut();
    expect(await cloud.secrets.get('azure.tokens.practice')).toBeUndefined();
    expect((await cloud.newAccountService().status()).signedIn).toBe(false);
  });

  it('reaches the blob service as the operator', async () => {
    await cloud.signIn();
    const service = blobServiceClient(await cloud.account.session('practice'), 'seedpractice');
    const { requestId } = await service
      .getContainerClient('no-such-container')
      .exists()
      .then(() => service.getProperties());
    expect(requestId).toBeTruthy();
  });
});
