import type { AuthenticationResult, DeviceCodeRequest, PublicClientApplication } from '@azure/msal-node';
import type { ExternalBrowser } from '../platform/ports/external-browser.ts';
import { signInCancelled } from './sign-in-errors.ts';

/** What the operator types on another device or in a browser. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly message: string;
}

/** Somebody who walked away must not keep a listener open for ever. */
const browserTimeoutMilliseconds = 15 * 60_000;

const closingPage =
  '<!doctype html><meta charset="utf-8"><title>Offline Backup Wizard</title><p>You can close this window.</p>';

/**
 * Ends MSAL's wait for the browser in the way the directory itself would: by posting a refusal to its loopback listener. MSAL has
 * no call for it, and without one the port would stay open.
 */
async function refuseAtListener(authorizeUrl: string): Promise<void> {
  const query = new URL(authorizeUrl).searchParams;
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null) return;
  const state = query.get('state') ?? '';
  const body = new URLSearchParams({ error: 'access_denied', error_description: 'Cancelled', state });
  try {
    await fetch(redirectUri, { method: 'POST', body });
  } catch {
    // The listener is gone already: nothing waits any more.
  }
}

/** Signs in with the system browser: authorization code with PKCE, answered on a loopback port. */
export async function signInWithBrowser(
  client: PublicClientApplication,
  scopes: readonly string[],
  browser: ExternalBrowser,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  if (signal.aborted) throw signInCancelled();
  const patience = AbortSignal.any([signal, AbortSignal.timeout(browserTimeoutMilliseconds)]);
  let authorizeUrl: string | undefined;
  const refuse = (): void => {
    if (authorizeUrl !== undefined) void refuseAtListener(authorizeUrl);
  };
  patience.addEventListener('abort', refuse, { once: true });
  try {
    return await client.acquireTokenInteractive({
      scopes: [...scopes],
      prompt: 'select_account',
      successTemplate: closingPage,
      errorTemplate: closingPage,
      openBrowser: async (url) => {
        authorizeUrl = url;
        if (patience.aborted) refuse();
        else await browser.open(new URL(url));
      },
    });
  } catch (error) {
    throw patience.aborted ? signInCancelled() : error;
  } finally {
    patience.removeEventListener('abort', refuse);
  }
}

/** Signs in with a code that the operator types elsewhere; for computers without a browser. */
export async function signInWithDeviceCode(
  client: PublicClientApplication,
  scopes: readonly string[],
  onCode: (code: DeviceCode) => void,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  if (signal.aborted) throw signInCancelled();
  const request: DeviceCodeRequest = {
    scopes: [...scopes],
    deviceCodeCallback: ({ userCode, verificationUri, message }) =>
      onCode({ userCode, verificationUri, message }),
  };
  const cancel = (): void => {
    request.cancel = true;
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const result = await client.acquireTokenByDeviceCode(request);
    if (result === null) throw signInCancelled();
    return result;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
