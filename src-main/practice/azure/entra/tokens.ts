import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { practiceTenantId, practiceUser } from './directory.ts';
import { decodeJwt, hasValidSignature, signJwt, toBase64UrlJson } from './jwt.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import type { RequestedAccess } from './resources.ts';
import type { EntraStore } from './state.ts';

/** Who is behind a call. */
export interface Caller {
  readonly kind: 'user' | 'application';
  readonly objectId: string;
  readonly applicationId: string;
  /** User principal name, or application id. */
  readonly name: string;
}

export interface UserGrant {
  readonly clientId: string;
  readonly access: RequestedAccess;
  /** The scope parameter as sent; MSAL files the token under it. */
  readonly scope: string;
  readonly nonce?: string | undefined;
}

export type TokenAnswer = Readonly<Record<string, unknown>>;

/** Real time: MSAL, Azurite and TLS look at their own clocks, and skipping practice time must not sign anyone out. */
const accessTokenSeconds = 3600;
const refreshTokenMilliseconds = 90 * 86_400_000;
const issuer = `https://sts.windows.net/${practiceTenantId}/`;

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Issues and checks the tokens of the practice tenant. */
export class TokenService {
  readonly #store: EntraStore;

  constructor(store: EntraStore) {
    this.#store = store;
  }

  /** Answer of the token endpoint after a person signed in. */
  async forUser(grant: UserGrant, ownOrigin: string): Promise<TokenAnswer> {
    const { clientId, access } = grant;
    const claims = {
      oid: practiceUser.objectId,
      sub: practiceUser.objectId,
      name: practiceUser.displayName,
      tid: practiceTenantId,
    };
    const upn = practiceUser.userPrincipalName;
    return {
      ...this.#envelope(access, grant.scope, {
        ...claims,
        upn,
        unique_name: upn,
        appid: clientId,
        idtyp: 'user',
        scp: access.permissions.join(' '),
      }),
      client_info: toBase64UrlJson({ uid: practiceUser.objectId, utid: practiceTenantId }),
      ...(access.wantsRefreshToken ? { refresh_token: await this.#newRefreshToken(clientId) } : {}),
      ...(access.wantsIdToken
        ? {
            id_token: this.#sign({
              ...claims,
              ...times(),
              aud: clientId,
              iss: `${ownOrigin}/${practiceTenantId}/v2.0`,
              preferred_username: upn,
              ver: '2.0',
              ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
            }),
          }
        : {}),
    };
  }

  /** Answer of the token endpoint for an application that proved its key. */
  forApplication(
    applicationId: string,
    servicePrincipalId: string,
    access: RequestedAccess,
    scope: string,
  ): TokenAnswer {
    return this.#envelope(access, scope, {
      oid: servicePrincipalId,
      sub: servicePrincipalId,
      tid: practiceTenantId,
      appid: applicationId,
      idtyp: 'app',
    });
  }

  /**
   * Checks a refresh token. It stays good, as Entra keeps one for a while too: an answer may get lost on the way.
   * @throws OAuthRefusal `invalid_grant` when it is unknown, revoked, expired or of another client
   */
  checkRefreshToken(token: string, clientId: string): void {
    const { refreshTokens } = this.#store.document.value;
    const stored = refreshTokens[hashOf(token)];
    if (stored === undefined || stored.clientId !== clientId) {
      throw new OAuthRefusal(
        'invalid_grant',
        50173,
        'The grant has expired because it was revoked. A fresh sign-in is needed.',
        'bad_token',
      );
    }
    if (Date.parse(stored.expiresAt) < Date.now()) {
      throw new OAuthRefusal('invalid_grant', 700082, 'The refresh token has expired.', 'bad_token');
    }
  }

  /** Ends all sign-ins of people, as an administrator does with "Revoke sessions". */
  async revokeSignIns(): Promise<void> {
    this.#store.document.value.session += 1;
    this.#store.document.value.refreshTokens = {};
    await this.#store.document.save();
  }

  /** Who sent this bearer token; undefined when it is forged, expired, revoked or meant for another service. */
  verify(token: string, audiences: readonly string[]): Caller | undefined {
    const decoded = decodeJwt(token);
    if (decoded === undefined || !hasValidSignature(decoded, this.#store.publicKey, ['RS256']))
      return undefined;
    const { aud, exp, nbf, iss, oid, appid, idtyp, upn, session } = decoded.claims;
    const isCurrent =
      typeof exp === 'number' && typeof nbf === 'number' && nbf <= nowSeconds() && exp > nowSeconds();
    if (!isCurrent || iss !== issuer || !audiences.includes(String(aud).replace(/\/$/, ''))) return undefined;
    const kind = idtyp === 'app' ? 'application' : 'user';
    if (kind === 'user' && session !== this.#store.document.value.session) return undefined;
    const applicationId = String(appid);
    return {
      kind,
      objectId: String(oid),
      applicationId,
      name: kind === 'user' ? String(upn) : applicationId,
    };
  }

  /** Public keys of the tenant. */
  keys(): unknown {
    const jwk = this.#store.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, use: 'sig', kid: this.#store.document.value.keyId }] };
  }

  #envelope(access: RequestedAccess, scope: string, claims: Record<string, unknown>): TokenAnswer {
    return {
      token_type: 'Bearer',
      scope,
      expires_in: accessTokenSeconds,
      ext_expires_in: accessTokenSeconds,
      access_token: this.#sign({
        ...claims,
        ...times(),
        aud: access.audience,
        iss: issuer,
        ver: '1.0',
        uti: randomUUID(),
        session: this.#store.document.value.session,
      }),
    };
  }

  #sign(claims: Record<string, unknown>): string {
    return signJwt(claims, this.#store.privateKey, this.#store.document.value.keyId);
  }

  async #newRefreshToken(clientId: string): Promise<string> {
    const token = `0.${randomBytes(48).toString('base64url')}`;
    const { refreshTokens } = this.#store.document.value;
    for (const [hash, { expiresAt }] of Object.entries(refreshTokens)) {
      if (Date.parse(expiresAt) < Date.now()) delete refreshTokens[hash];
    }
    refreshTokens[hashOf(token)] = {
      objectId: practiceUser.objectId,
      clientId,
      expiresAt: new Date(Date.now() + refreshTokenMilliseconds).toISOString(),
    };
    await this.#store.document.save();
    return token;
  }
}

function times(): Record<string, number> {
  // Half a minute of slack, since whoever checks may run on another clock.
  const now = nowSeconds();
  return { iat: now, nbf: now - 30, exp: now + accessTokenSeconds };
}
