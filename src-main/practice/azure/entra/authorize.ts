import { createHash, randomBytes } from 'node:crypto';
import type { PracticeRequest, PracticeResponse } from '../../ports.ts';
import { practiceTenantId, practiceUser } from './directory.ts';
import { toBase64UrlJson } from './jwt.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { formPage, messagePage } from './pages.ts';

/** A sign-in in the browser whose code nobody has redeemed yet. In memory: after a restart one signs in again. */
interface PendingCode {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly expiresAt: number;
}

const codeMilliseconds = 10 * 60_000;
/** A public client on a desktop gets its code on a loopback address (RFC 8252). */
const loopbackPattern = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?(\/[^?#]*)?$/;

/** The authorization code flow with PKCE. */
export class AuthorizationCodes {
  readonly #codes = new Map<string, PendingCode>();
  readonly #isKnownClient: (clientId: string) => boolean;

  constructor(isKnownClient: (clientId: string) => boolean) {
    this.#isKnownClient = isKnownClient;
  }

  /** The page that a person sees: one account, one button, and a way to say no. */
  page(request: PracticeRequest): PracticeResponse {
    const { query } = request;
    const redirectUri = query.get('redirect_uri') ?? '';
    const clientId = query.get('client_id') ?? '';
    // Never send anything to an address that was not checked: these two answer on the page itself.
    if (!this.#isKnownClient(clientId)) {
      return messagePage(
        'Sign-in is not possible',
        `AADSTS700016: There is no application ${clientId}.`,
        400,
      );
    }
    if (!loopbackPattern.test(redirectUri)) {
      return messagePage('Sign-in is not possible', 'AADSTS50011: The reply address does not match.', 400);
    }
    const state = query.get('state') ?? '';
    const problem = problemOf(query);
    if (problem !== undefined || query.get('answer') === 'no') {
      const error = problem ?? {
        error: 'access_denied',
        error_description: 'AADSTS65004: The person declined.',
      };
      return formPage('Not signed in', redirectUri, { ...error, state }, 'Back to the application');
    }
    const code = this.#issue(query, clientId, redirectUri);
    const clientInfo = toBase64UrlJson({ uid: practiceUser.objectId, utid: practiceTenantId });
    const cancel = new URLSearchParams(query);
    cancel.set('answer', 'no');
    return formPage(
      'Choose an account',
      redirectUri,
      { code, state, client_info: clientInfo },
      `Continue as ${practiceUser.displayName}`,
      `<p><a href="?${cancel.toString().replaceAll('&', '&amp;')}">Cancel</a></p>`,
    );
  }

  /**
   * Uses up a code.
   * @throws OAuthRefusal when code, redirect address, client or PKCE verifier do not belong together
   */
  redeem(form: URLSearchParams): PendingCode {
    const code = form.get('code') ?? '';
    const pending = this.#codes.get(code);
    this.#codes.delete(code);
    if (pending === undefined || pending.expiresAt < Date.now()) {
      throw new OAuthRefusal('invalid_grant', 70008, 'The code is unknown, was used before or has expired.');
    }
    if (pending.redirectUri !== form.get('redirect_uri') || pending.clientId !== form.get('client_id')) {
      throw new OAuthRefusal(
        'invalid_grant',
        500112,
        'Reply address or application differ from the sign-in.',
      );
    }
    const verifier = form.get('code_verifier') ?? '';
    if (createHash('sha256').update(verifier).digest('base64url') !== pending.challenge) {
      throw new OAuthRefusal('invalid_grant', 501481, 'The code verifier does not match the challenge.');
    }
    return pending;
  }

  #issue(query: URLSearchParams, clientId: string, redirectUri: string): string {
    for (const [code, { expiresAt }] of this.#codes) if (expiresAt < Date.now()) this.#codes.delete(code);
    const code = `0.${randomBytes(32).toString('base64url')}`;
    this.#codes.set(code, {
      clientId,
      redirectUri,
      challenge: query.get('code_challenge') ?? '',
      scope: query.get('scope') ?? '',
      nonce: query.get('nonce') ?? undefined,
      expiresAt: Date.now() + codeMilliseconds,
    });
    return code;
  }
}

function problemOf(query: URLSearchParams): Record<string, string> | undefined {
  const refuse = (text: string): Record<string, string> => ({
    error: 'invalid_request',
    error_description: text,
  });
  if (query.get('response_type') !== 'code') return refuse('AADSTS70007: response_type must be code.');
  if (query.get('response_mode') !== 'form_post')
    return refuse('AADSTS70007: response_mode must be form_post.');
  if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) {
    return refuse('AADSTS9002325: Proof Key for Code Exchange with S256 is required.');
  }
  return undefined;
}
