import type { TokenCredential } from '@azure/core-auth';
import type { AccountInfo, PublicClientApplication } from '@azure/msal-node';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { CloudConnection } from '../platform/ports/cloud-directory.ts';
import { type AzureScopes, azureScopes } from './azure-scopes.ts';
import { toSignInError } from './sign-in-errors.ts';

/** A signed-in operator in one cloud: what every call to Azure is made with. */
export interface AzureSession {
  readonly connection: CloudConnection;
  readonly scopes: AzureScopes;
  /** Renews silently; throws AppError `azure.signInExpired` when only the operator can. */
  readonly credential: TokenCredential;
  /** Object id of the operator in the directory. */
  readonly userId: string;
  readonly userName: string;
  readonly tenantId: string;
  /** To be told when Azure answers 401 to a token of this session: it was revoked, whatever its expiry says. */
  readonly noticeRefusal: () => void;
}

/** @param onEnded called when only the operator can renew the sign-in */
export function createSession(
  connection: CloudConnection,
  client: PublicClientApplication,
  account: AccountInfo,
  onEnded: () => void,
): AzureSession {
  const credential: TokenCredential = {
    getToken: async (scopes) => {
      try {
        const result = await client.acquireTokenSilent({ account, scopes: [scopes].flat() });
        return {
          token: result.accessToken,
          expiresOnTimestamp: result.expiresOn?.getTime() ?? Date.now() + 60_000,
        };
      } catch (error) {
        const known = toSignInError(error, connection.cloudId, true);
        if (known instanceof AppError && known.code === 'azure.signInExpired') onEnded();
        throw known;
      }
    },
  };
  return {
    connection,
    scopes: azureScopes(connection),
    credential,
    userId: account.localAccountId,
    userName: account.username,
    tenantId: account.tenantId,
    noticeRefusal: onEnded,
  };
}
