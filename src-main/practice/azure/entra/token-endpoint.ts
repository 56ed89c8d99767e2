import type { AuthorizationCodes } from './authorize.ts';
import { checkClientAssertion, type RegisteredKey } from './client-assertion.ts';
import type { DeviceCodes } from './device-codes.ts';
import { practiceTenantId } from './directory.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { readScopes } from './resources.ts';
import type { TokenAnswer, TokenService } from './tokens.ts';

/** What sign-in asks the directory about applications that were registered in it. */
export interface ApplicationLookup {
  findApplication(
    applicationId: string,
  ): { readonly keys: readonly RegisteredKey[]; readonly servicePrincipalId: string | undefined } | undefined;
}

export interface TokenEndpointOptions {
  readonly tokens: TokenService;
  readonly applications: ApplicationLookup;
  readonly codes: AuthorizationCodes;
  readonly devices: DeviceCodes;
  isKnownClient(clientId: string): boolean;
  ownOrigin(): string;
}

/** The token endpoint: device code, authorization code, refresh token, client credentials. */
export class TokenEndpoint {
  readonly #options: TokenEndpointOptions;

  constructor(options: TokenEndpointOptions) {
    this.#options = options;
  }

  /** @throws OAuthRefusal */
  async answer(form: URLSearchParams, tenant: string): Promise<TokenAnswer> {
    const { codes, devices, tokens } = this.#options;
    const clientId = checkClient(form, (id) => this.#options.isKnownClient(id));
    const scope = form.get('scope') ?? '';
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const pending = codes.redeem(form);
        return this.#forUser(clientId, scope === '' ? pending.scope : scope, pending.nonce);
      }
      case 'device_code':
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return this.#forUser(clientId, devices.redeem(form).scope);
      case 'refresh_token':
        tokens.checkRefreshToken(form.get('refresh_token') ?? '', clientId);
        return this.#forUser(clientId, scope);
      case 'client_credentials':
        return this.#forApplication(form, clientId, scope, tenant);
      default:
        throw new OAuthRefusal('unsupported_grant_type', 70003, 'This kind of grant is not supported.');
    }
  }

  #forUser(clientId: string, scope: string, nonce?: string): Promise<TokenAnswer> {
    const origin = this.#options.ownOrigin();
    return this.#options.tokens.forUser(
      { clientId, scope, access: readScopes(scope, origin), nonce },
      origin,
    );
  }

  #forApplication(form: URLSearchParams, clientId: string, scope: string, tenant: string): TokenAnswer {
    const application = this.#options.applications.findApplication(clientId);
    const origin = this.#options.ownOrigin();
    checkClientAssertion(form, application?.keys ?? [], [
      `${origin}/${tenant}/oauth2/v2.0/token`,
      `${origin}/${practiceTenantId}/oauth2/v2.0/token`,
      `${origin}/${practiceTenantId}/v2.0`,
    ]);
    if (application?.servicePrincipalId === undefined) {
      throw new OAuthRefusal(
        'invalid_client',
        7000229,
        'The application has no service principal in the tenant.',
      );
    }
    if (!scope.endsWith('/.default')) {
      throw new OAuthRefusal('invalid_scope', 1002012, 'An application asks for the scope /.default.');
    }
    const access = readScopes(scope, origin);
    return this.#options.tokens.forApplication(clientId, application.servicePrincipalId, access, scope);
  }
}

/** The client id of a form. @throws OAuthRefusal `unauthorized_client` when nobody knows it */
export function checkClient(form: URLSearchParams, isKnownClient: (clientId: string) => boolean): string {
  const clientId = form.get('client_id') ?? '';
  if (!isKnownClient(clientId)) {
    throw new OAuthRefusal(
      'unauthorized_client',
      700016,
      `Application '${clientId}' was not found in the tenant.`,
    );
  }
  return clientId;
}
