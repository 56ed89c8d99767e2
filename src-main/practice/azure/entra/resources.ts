import { OAuthRefusal } from './oauth-refusal.ts';

/** Audience of tokens for the three services. */
export const resourceManagerAudience = 'https://management.azure.com';
export const storageAudience = 'https://storage.azure.com';
export const graphAudience = 'https://graph.microsoft.com';

const signInScopes = new Set(['openid', 'profile', 'offline_access', 'email']);
const knownResources: readonly (readonly [RegExp, string])[] = [
  [/^https:\/\/management\.(core\.windows\.net|azure\.com)$/i, resourceManagerAudience],
  [/^https:\/\/storage\.azure\.com$/i, storageAudience],
  [/^https:\/\/graph\.microsoft\.com$/i, graphAudience],
];

/** What a token will be good for. */
export interface RequestedAccess {
  readonly audience: string;
  /** Scope names without their resource, for the `scp` claim. */
  readonly permissions: readonly string[];
  readonly wantsIdToken: boolean;
  readonly wantsRefreshToken: boolean;
}

/**
 * Reads a scope parameter. Scopes of the stand-ins' own address give a token for that address, which Resource Manager and
 * Graph both take; scopes without a resource belong to Graph, as with Entra.
 * @param ownOrigin `https://localhost:<port>`
 * @throws OAuthRefusal when the resource is unknown or more than one is named
 */
export function readScopes(scope: string, ownOrigin: string): RequestedAccess {
  const all = scope.split(/\s+/).filter((part) => part !== '');
  const wanted = all.filter((part) => !signInScopes.has(part));
  const audiences = new Set(wanted.map((part) => audienceOf(part, ownOrigin)));
  if (audiences.size > 1) {
    throw new OAuthRefusal('invalid_request', 28000, 'The scope names more than one resource.');
  }
  return {
    audience: [...audiences][0] ?? graphAudience,
    permissions: wanted.map(permissionOf),
    wantsIdToken: all.includes('openid'),
    wantsRefreshToken: all.includes('offline_access'),
  };
}

function audienceOf(scope: string, ownOrigin: string): string {
  if (!/^[a-z]+:\/\//i.test(scope)) return graphAudience;
  const resource = scope.slice(0, scope.lastIndexOf('/')).replace(/\/+$/, '');
  if (resource.toLowerCase() === ownOrigin.toLowerCase()) return ownOrigin;
  const known = knownResources.find(([pattern]) => pattern.test(resource));
  if (known === undefined) {
    throw new OAuthRefusal(
      'invalid_resource',
      500011,
      `No resource named ${resource} was found in the tenant.`,
    );
  }
  return known[1];
}

function permissionOf(scope: string): string {
  const name = scope.slice(scope.lastIndexOf('/') + 1);
  return name === '.default' ? 'user_impersonation' : name;
}
