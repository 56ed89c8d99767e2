/** @file The practice tenant's sign-in endpoints, as MSAL finds them through discovery. */
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { AuthorizationCodes } from './authorize.ts';
import { DeviceCodes } from './device-codes.ts';
import { isPracticeTenant, practiceApplicationId, practiceTenantId } from './directory.ts';
import { OAuthRefusal } from './oauth-refusal.ts';
import { readScopes } from './resources.ts';
import { type ApplicationLookup, checkClient, TokenEndpoint } from './token-endpoint.ts';
import type { TokenService } from './tokens.ts';

export interface EntraOptions {
  readonly tokens: TokenService;
  readonly applications: ApplicationLookup;
  /** `https://localhost:<port>`; known once the server listens. */
  ownOrigin(): string;
}

/** All routes of the stand-in for Entra. */
export function entraRoutes(options: EntraOptions): readonly Route<undefined>[] {
  const { tokens, applications } = options;
  const isKnownClient = (clientId: string): boolean =>
    clientId === practiceApplicationId || applications.findApplication(clientId) !== undefined;
  const codes = new AuthorizationCodes(isKnownClient);
  const devices = new DeviceCodes();
  const endpoint = new TokenEndpoint({
    tokens,
    applications,
    codes,
    devices,
    isKnownClient,
    ownOrigin: options.ownOrigin,
  });

  return [
    route('GET', '/{tenant}/v2.0/.well-known/openid-configuration', ({ params }) => {
      checkTenant(params.tenant);
      return json(200, discovery(options.ownOrigin(), params.tenant));
    }),
    route('GET', '/{tenant}/discovery/v2.0/keys', () => json(200, tokens.keys())),
    route('GET', '/{tenant}/oauth2/v2.0/authorize', (request) => {
      checkTenant(request.params.tenant);
      return codes.page(request);
    }),
    route('POST', '/{tenant}/oauth2/v2.0/devicecode', ({ params, body }) => {
      checkTenant(params.tenant);
      const form = new URLSearchParams(body);
      const clientId = checkClient(form, isKnownClient);
      readScopes(form.get('scope') ?? '', options.ownOrigin());
      return devices.start(clientId, form.get('scope') ?? '', options.ownOrigin());
    }),
    route('GET', '/{tenant}/oauth2/deviceauth', (request) => devices.page(request)),
    route('POST', '/{tenant}/oauth2/deviceauth', (request) => devices.page(request)),
    route('POST', '/{tenant}/oauth2/v2.0/token', async ({ params, body }) => {
      checkTenant(params.tenant);
      const answer = await endpoint.answer(new URLSearchParams(body), params.tenant);
      return json(200, answer, { pragma: 'no-cache' });
    }),
  ];
}

function checkTenant(tenant: string): void {
  if (!isPracticeTenant(tenant)) {
    throw new OAuthRefusal('invalid_tenant', 90002, `Tenant '${tenant}' was not found.`);
  }
}

function discovery(origin: string, tenant: string): unknown {
  const base = `${origin}/${tenant}`;
  return {
    issuer: `${origin}/${practiceTenantId}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  };
}
